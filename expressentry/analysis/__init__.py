"""The law explained: ledgers, comparisons, forecasts and advice, as frozen values ready for templates and JSON."""
