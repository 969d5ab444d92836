"""GS1's application identifiers: what their values look like, and which must or must not stand together on one label.

Facts of the GS1 barcode syntax dictionary as of July 2026, in a form of our own; a test compares the two. A row has

    identifiers ([..] stands for each of its digits)    form    [needs=...] [bars=...]    | what it is

The form is one word a part: N digits, X set 82, Y set 39, Z base64url, with a length or the most after "..", a part that
may be missing in (), and the checks of trace/identity/ai_checks.py that it must pass. Before the form, * says that the
length is known to every reader, so that no separator follows, and ? that it may stand behind the question mark of a
Digital Link. `needs` lists what must be there too, one of the groups, all of a group; `bars` what must not; n is any
digit and @ the identifier's own first three digits.
"""

ROWS = """
00 *? N18:csum:gcppos2                                           | SSCC
01 *? N14:csum:gcppos2 bars=255,37                               | GTIN
02 *? N14:csum:gcppos2 needs=37 bars=01,03                       | GTIN of contained items
03 * N14:csum:gcppos2 bars=01,02,37,235                          | GTIN of an item made to order
10 ? X..20 needs=01,02,03,8006,8026                              | lot
1[1356] *? N6:yymmd0 needs=01,02,03,8006,8026                    | date of making, packing, best before or last sale
12 *? N6:yymmd0 needs=8020                                       | date due
17 *? N6:yymmd0 needs=01,02,03,255,8006,8026                     | date of expiry
20 *? N2 needs=01,02,03,8006,8026                                | internal variant
21 X..20 needs=01,03,8006 bars=235                               | serial
22 X..20 needs=01                                                | consumer product variant
235 X..28 needs=01                                               | third-party serial
24[01] ? X..30 needs=01,02,03,8006,8026                          | additional or customer part number
242 ? N..6 needs=01,02,8006,8026                                 | made-to-order variation
243 ? X..20 needs=01,03                                          | packaging component
250 ? X..30 needs=01+21,03+21,8006+21                            | secondary serial
251 ? X..30 needs=01,03,8006                                     | reference to the source
253 ? N13:csum:gcppos1 (X..17)                                   | GDTI
254 X..20 needs=414                                              | GLN extension
255 ? N13:csum:gcppos1 (N..12) bars=01,02,415,8006,8020,8026     | GCN
30 ? N..8 needs=01,02                                            | variable count
31[0123456][012345] *? N6 needs=01,02 bars=@                     | net measure
32[0123456789][012345] *? N6 needs=01,02 bars=@                  | net measure
33[0123456][012345] *? N6 needs=00,01 bars=@                     | gross measure
337[012345] *? N6 needs=01 bars=@                                | weight of a square metre
34[0123456789][012345] *? N6 needs=00,01 bars=@                  | gross measure
35[01267][012345] *? N6 needs=01,02 bars=@                       | net measure
35[345][012345] *? N6 needs=00,01 bars=@                         | gross measure
36[01456][012345] *? N6 needs=01,02 bars=@                       | net measure
36[23789][012345] *? N6 needs=00,01 bars=@                       | gross measure
37 ? N..8 needs=00+02,00+8026                                    | count of contained items
390[0123456789] ? N..15 needs=255,8020 bars=@,391n,394n,8111     | amount
391[0123456789] ? N3:iso4217 N..15 needs=8020 bars=@             | amount in a currency
392[0123456789] ? N..15 needs=01+30,01+31nn,01+32nn,01+35nn,01+36nn bars=@,393n | price
393[0123456789] ? N3:iso4217 N..15 needs=30,31nn,32nn,35nn,36nn bars=@          | price in a currency
394[0123] ? N4 needs=255 bars=@,8111                             | percentage off
395[012345] ? N6 needs=30,31nn,32nn,35nn,36nn bars=392n,393n,@,8005             | price of a unit
400 ? X..30                                                      | order number
401 ? X..30:gcppos1                                              | GINC
402 ? N17:csum:gcppos1                                           | GSIN
403 ? X..30 needs=00                                             | routing code
41[012367] *? N13:csum:gcppos1                                   | GLN
414 *? N13:csum:gcppos1                                          | GLN of a place
415 *? N13:csum:gcppos1 needs=8020                               | GLN to pay to
420 ? X..20 bars=421                                             | postal code
421 ? N3:iso3166 X..9 bars=4307                                  | country and postal code
422 ? N3:iso3166 needs=01,02,03,8006,8026 bars=426               | country of origin
42[35] ? N3:iso3166 (N3:iso3166) (N3:iso3166) (N3:iso3166) (N3:iso3166) needs=01,02,03 bars=426 | countries of work
424 ? N3:iso3166 needs=01,02,03 bars=426                         | country of processing
426 ? N3:iso3166 needs=01,02,03                                  | country of all processing
427 ? X..3 needs=01+422,02+422,03+422                            | subdivision of origin
43[01][01] ? X..35:pcenc needs=00                                | name of a recipient or of who gets a return
43[01][2456] ? X..70:pcenc needs=00                              | address
4303 ? X..70:pcenc needs=4302                                    | second line of the address
4313 ? X..70:pcenc needs=4312                                    | second line of the return address
43[01]7 ? X2:iso3166alpha2 needs=00                              | country to ship or return to
4308 ? X..30 needs=00                                            | telephone
4319 ? X..30 needs=00                                            | telephone for a return
4309 ? N10:latitude N10:longitude needs=00                       | place to ship to
4318 ? X..20 needs=00                                            | postal code for a return
4320 ? X..35:pcenc needs=00                                      | service
432[123] ? N1:yesno needs=00                                     | yes or no to a service
432[45] ? N6:yymmd0 N4:hhmi needs=00                             | time of delivery
4326 ? N6:yymmdd needs=00                                        | date of release
4330 ? N6 (X1:hyphen) needs=00 bars=4331                         | highest temperature, F
4331 ? N6 (X1:hyphen) needs=00 bars=4330                         | highest temperature, C
4332 ? N6 (X1:hyphen) needs=00 bars=4333                         | lowest temperature, F
4333 ? N6 (X1:hyphen) needs=00 bars=4332                         | lowest temperature, C
7001 ? N13 needs=01,02,8006,8026                                 | NATO stock number
7002 ? X..30 needs=01,02                                         | cut of meat
7003 ? N6:yymmdd N4:hhmi needs=01,02,03                          | time of expiry
7004 ? N..4 needs=01+10,03+10                                    | potency
7005 ? X..12 needs=01,02                                         | catch area
7006 ? N6:yymmdd needs=01,02                                     | date of first freezing
7007 ? N6:yymmdd (N6:yymmdd) needs=01,02                         | date of harvest
7008 ? X..3 needs=01,02                                          | aquatic species
7009 ? X..10 needs=01,02                                         | fishing gear
7010 ? X..2 needs=01,02,03                                       | method of production
7011 ? N6:yymmdd (N4:hhmi) needs=01,02,03                        | date to test by
7020 ? X..20 needs=01+416,03+416,8006+416                        | lot of refurbishing
7021 ? X..20 needs=01,03,8006                                    | functional status
7022 ? X..20 needs=01+7021,03+7021,8006+7021                     | revision
7023 ? X..30:gcppos1                                             | GIAI of an assembly
703[0123456789] ? N3:iso3166999 X..27 needs=01,02                | processor
7040 N1 X1 X1 X1:importeridx                                     | UIC
7041 X..4:packagetype needs=00                                   | type of freight unit
71[01234567] ? X..20 needs=01                                    | national health number
723[0123456789] ? X2 X..28 needs=01,8004                         | certificate
7240 ? X..20 needs=01,8006 bars=03                               | protocol
7241 ? N2:mediatype needs=8017,8018                              | type of medium
7242 ? X..25 needs=8017,8018                                     | version control number
7250 ? N8:yyyymmdd needs=8018 bars=7251                          | date of birth
7251 ? N8:yyyymmdd N4:hhmi needs=8018 bars=7250                  | time of birth
7252 ? N1:iso5218 needs=8018                                     | sex
725[34] ? X..40:pcenc needs=8017,8018 bars=7256,7259             | family or given name
7255 ? X..10 needs=8017,8018 bars=7256,7259                      | suffix of a name
7256 ? X..90:pcenc needs=8017,8018                               | full name
7257 ? X..70:pcenc needs=8018                                    | address of a person
7258 ? X3:posinseqslash needs=8018+7259                          | place in a birth
7259 ? X..40:pcenc needs=8018 bars=7256                          | mother of a newborn
8001 ? N4:nonzero N5:nonzero N3:nonzero N1:winding N1 needs=01   | dimensions of a roll
8002 ? X..20                                                     | mobile telephone
8003 ? N1:zero N13:csum:gcppos1 (X..16)                          | GRAI
8004 ? X..30:gcppos1                                             | GIAI
8005 ? N6 needs=01,02                                            | price of a unit
8006 ? N14:csum:gcppos2 N4:pieceoftotal bars=01,03,37            | ITIP
8007 ? X..34:iban needs=415                                      | IBAN
8008 ? N6:yymmdd N2:hh (N2:mi) (N2:ss) needs=01,02,03            | time of making
8009 ? X..50 needs=00,01,03                                      | sensor
8010 ? Y..30:gcppos1                                             | CPID
8011 N..12:nozeroprefix needs=8010                               | CPID serial
8012 ? X..20 needs=01,03,8006                                    | software version
8013 ? X..25:csumalpha:gcppos1                                   | GMN
8014 X..25:csumalpha:gcppos1:hasnondigit needs=01                | MUDI
8017 ? N18:csum:gcppos1 bars=8018                                | GSRN of a provider
8018 ? N18:csum:gcppos1 bars=8017                                | GSRN of a recipient
8019 N..10 needs=8017,8018                                       | service relation instance
8020 X..25 needs=415                                             | payment reference
8026 ? N14:csum:gcppos2 N4:pieceoftotal needs=37 bars=02,03,8006 | ITIP of contained items
8030 ? Z..90 needs=00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018 | digital signature
8040 N15 needs=01+21                                             | IMEI
8041 N15 needs=01+21+8040                                        | second IMEI
8042 N32 needs=01+21+8040                                        | embedded SIM
8043 N18 (N..2) needs=01+21+8040                                 | physical SIM
8110 ? X..70:couponcode                                          | coupon of North America
8111 ? N4 needs=255                                              | loyalty points
8112 ? X..70:couponposoffer                                      | paperless coupon of North America
8200 X..70 needs=01                                              | address for the product
90 ? X..30                                                       | agreed between two partners
9[123456789] ? X..90                                             | internal
"""
