#!/usr/bin/env python
"""Django's command-line entry to the portal."""

import os
import sys

from django.core.management import execute_from_command_line

from portal.running_demo import join_running_demo

if __name__ == "__main__":
    join_running_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    execute_from_command_line(sys.argv)
