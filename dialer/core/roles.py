"""Who may do what, as three steps of one ladder."""

from collections.abc import Collection
from enum import StrEnum


class Role(StrEnum):
    """What an account is for; each may do all that the one before it may."""

    AGENT = "agent"
    """Works sessions and sees what is theirs."""
    MANAGER = "manager"
    """Sets up campaigns and people, and sees every floor, lead and log."""
    OWNER = "owner"
    """May also lift a suppression and make other owners."""

    def may_act_as(self, needed: "Role") -> bool:
        """Whether this role includes `needed`.

        >>> Role.MANAGER.may_act_as(Role.AGENT), Role.AGENT.may_act_as(Role.MANAGER)
        (True, False)
        """
        ladder = list(Role)
        return ladder.index(self) >= ladder.index(needed)


def may_work(role: Role, user_id: int, chosen_agents: Collection[int]) -> bool:
    """Whether somebody may work a campaign whose settings name `chosen_agents`; naming nobody means every agent."""
    return role.may_act_as(Role.MANAGER) or not chosen_agents or user_id in chosen_agents
