"""The fields that we ask for, so that an answer carries no more than somebody reads."""

INVOICE = (
    *("id", "batchID", "companyID", "invoiceNumber", "invoiceDateTime", "createDateTime"),
    *("dueDate", "fromDate", "toDate", "invoiceTotal", "totalTaxValue", "taxRegionName"),
    *("orderNumber", "paymentTerm", "isVoided", "voidedDate", "paidDate", "webServiceDate"),
    *("invoiceStatus", "comments", "invoiceEditorTemplateID"),
)
BILLING_ITEM = (
    *("id", "invoiceID", "billingItemType", "subType", "billingCodeID", "taxCategoryID"),
    *("itemName", "description", "lineItemFullDescription", "lineItemGroupDescription"),
    *("itemDate", "quantity", "rate", "extendedPrice", "totalAmount", "taxDollars"),
    *("sortOrderID", "nonBillable", "organizationalLevelAssociationID", "contractID"),
    *("projectID", "ticketID", "roleID", "purchaseOrderNumber"),
)
ORDER = (
    *("id", "purchaseOrderNumber", "vendorID", "status", "createDateTime", "submitDateTime"),
    *("cancelDateTime", "freight", "generalMemo", "externalPONumber", "vendorInvoiceNumber"),
    *("purchaseForCompanyID", "taxRegionID", "paymentTerm", "latestEstimatedArrivalDate"),
)
ORDER_ITEM = (
    *("id", "orderID", "productID", "quantity", "unitCost", "memo", "estimatedArrivalDate"),
    *("projectID", "ticketID", "contractID", "salesOrderID"),
)
