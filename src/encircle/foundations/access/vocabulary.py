"""Roles a person can be appointed to, in the charity's words."""

from django.db import models


class Role(models.TextChoices):
    COORDINATOR = "coordinator", "Coordinator"
    SENIOR_COORDINATOR = "senior_coordinator", "Senior coordinator"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    OPERATIONS_MANAGER = "operations_manager", "Operations manager"
    ADMINISTRATOR = "administrator", "Administrator"
    DATA_PROTECTION_LEAD = "data_protection_lead", "Data-protection lead"
    TRUSTEE = "trustee", "Trustee"
    FACILITATOR = "facilitator", "Programme facilitator"
    COUNSELLOR = "counsellor", "Counsellor"


# Roles whose holders can see case content; only the operations manager appoints to these.
CASE_BEARING = (Role.COORDINATOR, Role.SENIOR_COORDINATOR, Role.SAFEGUARDING_LEAD, Role.OPERATIONS_MANAGER)
# Roles held for one area at a time.
BY_AREA = (Role.COORDINATOR,)
