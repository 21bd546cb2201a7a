import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * The domain of an email as mail programs write it: Punycode (RFC 3492) of each label that has other letters than ASCII's. Only the next
 * migration uses it, each time that it is run. The service spells new emails by Node's own IDNA.
 */
export class AddDomainInAscii1795800022000 implements MigrationInterface {
  readonly name = "AddDomainInAscii1795800022000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION domain_in_ascii(domain text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
      DECLARE
        label text;
        labels text[] := '{}';
        points int[];
        code int;
        digits text;
        basic int;
        handled int;
        n int;
        delta int;
        bias int;
        q int;
        k int;
        t int;
        lowest int;
      BEGIN
        domain := translate(lower(normalize(domain, NFKC) COLLATE "und-x-icu"), U&'\\3002', '.');
        FOREACH label IN ARRAY string_to_array(normalize(domain, NFC), '.') LOOP
          IF octet_length(label) = char_length(label) THEN
            labels := labels || label;
            CONTINUE;
          END IF;
          points := ARRAY(SELECT ascii(letter) FROM regexp_split_to_table(label, '') WITH ORDINALITY AS letters(letter, place) ORDER BY place);
          digits := coalesce((SELECT string_agg(chr(point), '' ORDER BY place) FROM unnest(points) WITH ORDINALITY AS all_points(point, place)
            WHERE point < 128), '');
          basic := char_length(digits);
          handled := basic;
          IF basic > 0 THEN digits := digits || '-'; END IF;
          n := 128;
          delta := 0;
          bias := 72;
          WHILE handled < cardinality(points) LOOP
            lowest := (SELECT min(point) FROM unnest(points) AS point WHERE point >= n);
            delta := delta + (lowest - n) * (handled + 1);
            n := lowest;
            FOREACH code IN ARRAY points LOOP
              IF code < n THEN delta := delta + 1; END IF;
              IF code = n THEN
                q := delta;
                k := 36;
                LOOP
                  t := greatest(1, least(26, k - bias));
                  EXIT WHEN q < t;
                  digits := digits || substr('abcdefghijklmnopqrstuvwxyz0123456789', t + (q - t) % (36 - t) + 1, 1);
                  q := (q - t) / (36 - t);
                  k := k + 36;
                END LOOP;
                digits := digits || substr('abcdefghijklmnopqrstuvwxyz0123456789', q + 1, 1);
                delta := delta / CASE WHEN handled = basic THEN 700 ELSE 2 END;
                handled := handled + 1;
                delta := delta + delta / handled;
                k := 0;
                WHILE delta > 455 LOOP
                  delta := delta / 35;
                  k := k + 36;
                END LOOP;
                bias := k + 36 * delta / (delta + 38);
                delta := 0;
              END IF;
            END LOOP;
            delta := delta + 1;
            n := n + 1;
          END LOOP;
          labels := labels || ('xn--' || digits);
        END LOOP;
        RETURN array_to_string(labels, '.');
      END
    $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("DROP FUNCTION domain_in_ascii(text)");
  }
}
