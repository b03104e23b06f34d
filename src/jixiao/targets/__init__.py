"""指标值: target and actual values as typed values."""
