-- One outcome a row. approved_value: what a row without a value of its own means.
-- Only rows that could be applied are duplicates or conflicts of one another: "A,Y" and "A,perhaps" do not conflict.
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
checked as (
    select
        r.row_number, r.sku, r.is_approved,
        case
            when r.sku = '' then 'empty_sku'
            when r.is_approved is null then 'invalid_value'
            when p.sku is null then 'unknown_sku'
        end as reason
    from read r
    left join backoffice.products p on p.sku = r.sku
),
compared as (
    select
        *,
        row_number() over (same_sku order by row_number) as occurrence,
        bool_or(is_approved) over same_sku and not bool_and(is_approved) over same_sku as is_conflicting
    from checked
    window same_sku as (partition by sku, reason)
)
select
    c.row_number, c.sku,
    case
        when c.reason is not null then c.reason
        when c.is_conflicting then 'conflicting'
        when c.occurrence > 1 then 'duplicate'
        when c.is_approved = a.is_approved then 'unchanged'
        when c.is_approved then 'approved'
        else 'unapproved'
    end
from compared c
left join bigcommerce.product_approvals a on a.store_code = %(store)s and a.sku = c.sku
