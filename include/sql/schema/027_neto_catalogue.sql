-- How far Neto's items have been read, by Neto's own clock, and what was learned from them.
create table neto.catalogue_reading (
    is_only          boolean primary key default true check (is_only),
    read_until       timestamptz, -- what changed in Neto before this is here; null: read everything
    read_whole_at    timestamptz, -- when everything was read last, by our clock
    rules            jsonb, -- the settings it was read by; by others everything is read anew
    sales_channel_id text, -- the number of the sales channel that the settings name
    warehouses       text[] not null default '{}', -- that stock rows were written for
    price_groups     text[] not null default '{}' -- that prices were written for
);

-- The SKUs that Neto has, and whether it approves them: what it last said or accepted.
create table neto.items (
    sku         text primary key,
    is_approved boolean, -- null: it did not say
    written_at  timestamptz -- when it last accepted ours, by its clock; an older answer says nothing of approvals
);
