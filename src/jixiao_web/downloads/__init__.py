"""Official papers (下载): the form in its layout, the review papers, the annotated copy; every one handed out stands in the log."""
