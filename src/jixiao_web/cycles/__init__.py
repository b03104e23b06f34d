"""Cycles (报送批次) and projects (项目): what is filed, by whom, until when, in which layout and under which rule pack."""
