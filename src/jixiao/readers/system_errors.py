"""Why the operating system refused a file, in Chinese: its own sentences come in the language of the machine or in English."""

import errno

_REASONS = {
    "ENOENT": "文件不存在",
    "EACCES": "没有权限",
    "EPERM": "没有权限",
    "EISDIR": "是文件夹，不是文件",
    "ENOTDIR": "路径中间有一段是文件，不是文件夹",
    "EEXIST": "同名的文件或文件夹已经存在",
    "ENOSPC": "磁盘已满",
    "EDQUOT": "磁盘空间已超过限额",
    "EROFS": "所在磁盘只能读、不能写",
    "EBUSY": "正被其他程序占用",
    "ETXTBSY": "正被其他程序占用",
    "ENAMETOOLONG": "文件名或路径太长",
    "EINVAL": "文件名不合系统的规定",
    "EILSEQ": "文件名含有系统不接受的字符",
    "ELOOP": "链接绕成了圈",
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "EFBIG": "文件太大",
    "EIO": "磁盘读写出错",
    "ENXIO": "设备不可用",
    "ENODEV": "设备不可用",
    "ESTALE": "网络位置已失效",
    "ETIMEDOUT": "网络没有回应",
    "EHOSTDOWN": "网络不通",
    "EHOSTUNREACH": "网络不通",
    "ENETUNREACH": "网络不通",
    "ENOMEM": "内存不够",
}
"""By name, since the numbers, and which of them exist, differ between systems."""


def reason(error: OSError) -> str:
    """Say in a few Chinese words why the system refused; an error without a known number keeps the number for those who look it up."""
    name = errno.errorcode.get(error.errno or 0, "")
    known = _REASONS.get(name)
    if known is not None:
        return known
    return f"系统错误 {error.errno}" if error.errno else "系统没有说明原因"
