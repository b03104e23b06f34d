"""What a person sees: the forms of the own subtree, and those that were assigned; one place for every page, list and download."""

from django.db.models import Q

from jixiao_web.people.models import Body, Person
from jixiao_web.people.roles import READERS, Role


def paths(person: Person, *roles: Role) -> list[str]:
    """The paths of the bodies at which a person holds one of these roles; of an office that of its unit, for readers of forms."""
    return [each.body.path for each in person.current if each.role in roles]


def below(prefix: str, person: Person, *roles: Role) -> Q:
    """A condition: what `prefix` (a path field such as "body__path") names lies below a body where the person holds a role."""
    condition = Q(pk__in=[])
    for path in paths(person, *roles):
        condition |= Q(**{f"{prefix}__startswith": path})
    return condition


def sees_body(person: Person, body: Body) -> bool:
    """Tell whether a body lies in the subtree of a person who reads forms there."""
    return any(body.path.startswith(path) for path in paths(person, *READERS, Role.SYSTEM))


def holds_over(person: Person, body: Body, *roles: Role) -> bool:
    """Tell whether a person holds one of these roles at a body or above it."""
    return any(body.path.startswith(path) for path in paths(person, *roles))
