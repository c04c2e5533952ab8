"""Northwind's tables as rows of our workbooks: what somebody moving in from another system would paste."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

Row = dict[str, Any]

LAST_DAY = date(1998, 5, 6)
"""The day of the last order; the demo is played on it."""


def read_northwind(name: str) -> list[Row]:
    """Rows of one of the shipped tables."""
    import pyarrow.parquet as pq

    with (files("salesbook") / "northwind" / f"{name}.parquet").open("rb") as file:
        rows: list[Row] = pq.read_table(file).to_pylist()
    return rows


def master_rows() -> dict[str, list[Row]]:
    """Northwind's master data as rows of the master-data workbook."""
    regions = {row["RegionID"]: row["RegionName"].strip() for row in read_northwind("regions")}
    categories = {row["CategoryID"]: row["CategoryName"] for row in read_northwind("categories")}
    return {
        "tax_code": [{"tax_code": "EXPORT", "name": "Export, no tax", "tax_percent": 0}],
        "territory": [
            *({"territory_code": name, "name": name} for name in regions.values()),
            *(
                {
                    "territory_code": row["TerritoryID"], "name": row["TerritoryName"].strip(),
                    "parent_code": regions[row["RegionID"]],
                }
                for row in read_northwind("territories")
            ),
        ],
        "salesperson": [
            {
                "salesperson_no": row["EmployeeCode"], "name": row["EmployeeCode"], "job_title": row["Title"],
                "manager_no": row["ReportsTo"], "joined_on": row["HireDate"],
            }
            for row in sorted(read_northwind("employees"), key=lambda row: str(row["EmployeeCode"]))
        ],
        "assignment": [
            {"salesperson_no": row["EmployeeCode"], "territory_code": row["TerritoryID"]}
            for row in read_northwind("employee_territories")
        ],
        "customer": [
            {
                "customer_no": row["CustomerID"], "name": row["CompanyName"], "tax_code": "EXPORT",
                "address": ", ".join(part for part in (row["City"], row["Country"]) if part),
            }
            for row in read_northwind("customers")
        ],
        "product": [version for row in read_northwind("products") for version in _product_versions(row, categories)],
    }  # fmt: skip


def _product_versions(row: Row, categories: Mapping[int, str]) -> list[Row]:
    """A product that Northwind calls discontinued was sold until the data ends; so it ends the day after."""
    product = {
        "product_no": str(row["ProductID"]), "name": row["ProductName"], "product_group": categories[row["CategoryID"]],
        "unit": row["QuantityPerUnit"], "base_price": row["UnitPrice"], "tax_code": "EXPORT",
    }  # fmt: skip
    if not row["Discontinued"]:
        return [product]
    return [product, product | {"discontinued": True, "valid_from": LAST_DAY + timedelta(days=1)}]


def regions_of_people() -> dict[str, str]:
    """The one region that each salesperson's territories lie in; orders are credited to it."""
    regions = {row["RegionID"]: row["RegionName"].strip() for row in read_northwind("regions")}
    region_of = {row["TerritoryID"]: regions[row["RegionID"]] for row in read_northwind("territories")}
    return {row["EmployeeCode"]: region_of[row["TerritoryID"]] for row in read_northwind("employee_territories")}


def order_rows() -> list[Row]:
    """The 2,155 order lines as rows of the day's list, with Northwind's order number as Ref."""
    orders = {row["OrderID"]: row for row in read_northwind("orders")}
    regions = regions_of_people()
    return [
        {
            "document_ref": str(line["OrderID"]),
            "document_date": order["OrderDate"],
            "customer_no": order["CustomerID"],
            "salesperson_no": order["EmployeeCode"],
            "territory_code": regions[order["EmployeeCode"]],
            "product_no": str(line["ProductID"]),
            "quantity": line["Quantity"],
            "unit_price": line["UnitPrice"],
            "discount_percent": line["Discount"] * 100 or None,
            "due_date": order["RequiredDate"],
        }
        for line in read_northwind("order_details")
        for order in [orders[line["OrderID"]]]
    ]


def shipping_dates() -> dict[str, date]:
    """The day each shipped order left, by Northwind's order number; 21 orders had not left yet."""
    return {str(row["OrderID"]): row["ShippedDate"] for row in read_northwind("orders") if row["ShippedDate"]}


def visit_rows() -> list[Row]:
    """A visit register made from the orders: Northwind has none, so each order date counts as a visit."""
    visits: dict[tuple[str, date, str], list[str]] = defaultdict(list)
    for row in read_northwind("orders"):
        visits[row["EmployeeCode"], row["OrderDate"], row["CustomerID"]].append(str(row["OrderID"]))
    return [
        {"salesperson_no": person, "visit_date": day, "customer_no": customer, "note": "Order " + ", ".join(orders)}
        for (person, day, customer), orders in sorted(visits.items())
    ]
