"""Plan: Forecast, Playbook -> Plan. What is due now, what can wait, what stands ready."""
