"""All that runs without a window: values, rules, engine, judge, file, papers."""
