-- One outcome a row. approved_value: what a row without a value of its own means.
-- Only rows with a value are duplicates or conflicts of one another: "A,Y" and "A,perhaps" do not conflict.
insert into approval_outcomes (row_number, sku, outcome)
with read as (
    select
        row_number, sku,
        case
            when lower(coalesce(value, %(approved_value)s)) in ('y', 'yes', '1', 'true') then true
            when lower(coalesce(value, %(approved_value)s)) in ('n', 'no', '0', 'false') then false
        end as is_approved
    from approval_rows
),
repeated as (
    select sku, min(row_number) as first_row, bool_or(is_approved) and not bool_and(is_approved) as is_conflicting
    from read
    where is_approved is not null
    group by sku
    having count(*) > 1
)
select
    r.row_number, r.sku,
    case
        when r.sku = '' then 'empty_sku'
        when r.is_approved is null then 'invalid_value'
        when p.sku is null then 'unknown_sku'
        when d.is_conflicting then 'conflicting'
        when r.row_number > d.first_row then 'duplicate'
        when r.is_approved = a.is_approved then 'unchanged'
        when r.is_approved then 'approved'
        else 'unapproved'
    end
from read r
left join repeated d on d.sku = r.sku
left join backoffice.products p on p.sku = r.sku
left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = r.sku
