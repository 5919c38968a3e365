"""The fault catalogue: every known cause, whose side it is, and what to do next (product.md P4).

A new cause is one `FaultKind` in the module of its side; what recognises Xero's words for it is a
pattern in `core/domain/refusals`. `docs/faults.md` is generated from here.

xero_documents      what Xero says about a document as a whole
xero_lines          what Xero says about its lines: accounts, tax, amounts, items
xero_contacts       what Xero says about a contact
counterfoil         what our own tables and guards say before anything is sent
autotask            what is not in order in Autotask
connection_states   trouble of a whole connection; no record stops for it
notices             something to know about a record that is not stuck
"""

from core.domain.faults.catalogue import CATALOGUE
from core.domain.faults.fault import Fault, fault_of, make_fault
from core.domain.faults.kind import FaultKind, Shown, Side, names_in

__all__ = ["CATALOGUE", "Fault", "FaultKind", "Shown", "Side", "fault_of", "make_fault", "names_in"]
