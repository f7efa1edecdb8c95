-- The one conversion of a price between with and without tax, rounded half up to the currency's decimals, at the end.
-- includes_tax: does the given price; wants_tax: shall the result; an unknown basis counts as including tax.
create function bigcommerce.converted_price(
    price numeric, includes_tax boolean, wants_tax boolean, is_tax_free boolean, tax_rate numeric, digits int
) returns numeric immutable language sql as $$
    select round(
        case
            when is_tax_free or coalesce(includes_tax, true) = wants_tax then price
            when wants_tax then price * (1 + tax_rate)
            else price / (1 + tax_rate)
        end,
        digits
    )
$$;

-- The promotion price while its window is open: start <= moment < end, a missing bound is open.
create function bigcommerce.running_promotion(
    price numeric, starts_at timestamptz, ends_at timestamptz, moment timestamptz
) returns numeric immutable language sql as $$
    select case when coalesce(starts_at <= moment, true) and coalesce(moment < ends_at, true) then price end
$$;
