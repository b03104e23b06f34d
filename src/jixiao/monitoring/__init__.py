"""绩效运行监控 (双监控): the lights of goals and budget by the time that has passed, warnings, and where the year is heading."""

from jixiao.monitoring.lights import Light, MonitorCard, RowLight, Warned, months_of, watch
from jixiao.monitoring.packs import DEFAULT_PACK, MonitorPack, packs

__all__ = ["DEFAULT_PACK", "Light", "MonitorCard", "MonitorPack", "RowLight", "Warned", "months_of", "packs", "watch"]
