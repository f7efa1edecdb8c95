-- Exactly these lines for the consignments named. consignment_ids; lines: json array of {consignment_id, line_no, quantity}
with wanted as (
    select * from jsonb_to_recordset(%(lines)s) as x (consignment_id text, line_no int, quantity int)
),
gone as (
    delete from backoffice.consignment_lines l
    where l.consignment_id = any(%(consignment_ids)s)
        and not exists (
            select from wanted w where w.consignment_id = l.consignment_id and w.line_no = l.line_no
        )
)
insert into backoffice.consignment_lines as l (consignment_id, line_no, quantity)
select consignment_id, line_no, quantity from wanted
on conflict (consignment_id, line_no) do update set quantity = excluded.quantity
where l.quantity <> excluded.quantity
