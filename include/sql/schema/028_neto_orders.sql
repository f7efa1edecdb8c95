-- What became of each order at Neto beyond its being there, and how far Neto's dispatches were read.
alter table neto.order_pushes
    add column intended_at         timestamptz default now(),
    add column fingerprint         text, -- of the order that Neto refused: it is sent again only as another
    add column is_held             boolean not null default false, -- sent On Hold for want of names, and not paid
    add column payment_fingerprint text; -- of the payment that Neto refused
-- Orders that were combined at Neto are one there.
alter table neto.order_pushes drop constraint order_pushes_neto_order_id_key;
create index order_pushes_neto_order_id on neto.order_pushes (neto_order_id);
create index order_pushes_uncompared on neto.order_pushes (order_id) where state = 'accepted' and grand_total is null;
create index order_pushes_unpaid on neto.order_pushes (order_id) where state = 'accepted' and payment_state <> 'accepted';
create index order_pushes_held on neto.order_pushes (order_id) where is_held;

-- Changes after receipt that became sticky notes. Neto adds notes, so each is looked up before it could be sent twice.
create table neto.order_notes (
    change_id   bigint primary key references backoffice.order_changes on delete cascade,
    state       text not null default 'intended' check (state in ('intended', 'accepted', 'refused')),
    intended_at timestamptz not null default now()
);

-- By Neto's own clock: every dispatch that Neto updated before this is imported.
create table neto.dispatch_watermarks (
    store_code text primary key references bigcommerce.stores,
    read_until timestamptz
);

-- Imported consignments are named neto:{Neto's order id}:{number}.
create index consignments_of_neto on backoffice.consignments (split_part(consignment_id, ':', 2))
    where consignment_id like 'neto:%';
