PRAGMA application_id = 1349281134; PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO meta VALUES('workshop','all');
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without a gap
    at INTEGER NOT NULL,      -- when (ms since 1970 UTC)
    actor INTEGER NOT NULL,   -- who (person.id); 0: the system
    client BLOB,              -- the 16 bytes that name the page or program it came from; none: the system
    number INTEGER NOT NULL,  -- that client's own number of it: a repeated one is not done again
    hash BLOB,                -- first 8 bytes of SHA-256 of verb, a zero byte and body: is a repeat the same?
    result INTEGER NOT NULL,  -- id of what was created or changed; 0: nothing
    chain BLOB NOT NULL,      -- 32 bytes
    body_hash BLOB NOT NULL,  -- 32 bytes
    salt BLOB,                -- 16 random bytes, so that a short body cannot be guessed from body_hash
    verb TEXT NOT NULL,       -- what: "action.create"
    body TEXT                 -- how: the arguments as JSON; last, so that reading the others is quick
) STRICT;
INSERT INTO change VALUES(1,1700000001000,0,NULL,0,X'edd692f8591b5d32',1,X'9de0a9b023c62cb19155b273394762cc2246011af5daa1a8ef5e041495ef87f5',X'0b9a21934c731877aa0ef83ac775fd41f1aa9db547858343e8933151a8aa1057',X'01010101010101010101010101010101','workshop.create','{"name":"name éّ ''%\\","title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"place":"place éّ ''%\\","mode":"in_room","time_zone":"Africa/Bamako","starts_on":"2024-02-29","ends_on":"2024-02-29","languages":["fr","ar"],"source":"source éّ ''%\\","series_name":"series_name éّ ''%\\","series_number":5,"series_of":5}');
INSERT INTO change VALUES(2,1700000002000,0,NULL,0,X'1ab993f4376c8c1b',2,X'c2b9d187376e25ddd2d99871b4b561eba1dc34f40a7f153b9edbaf87cc6b5286',X'71acf4f969a4ea7e5fbd95b74714f3a2a918f3ce1d04e47e48f3911582b0ada2',X'02020202020202020202020202020202','person.create','{"name":"Aminata","role":"facilitator"}');
INSERT INTO change VALUES(3,1700000003000,2,X'01010101010101010101010101010101',1,X'22ffdd5ce9f3bcc1',3,X'a7e50e1ddff43c67518698c89a0aea51a855a47e1a38d2b8a631e3f06a2610a8',X'0ea819e932ace6e1bfc40ea73dd668b0465ce7585e67f65049f6daf72039e18c',X'03030303030303030303030303030303','delegation.create','{"name":{"ar":"العربية name","fr":"name, en français","src":"fr"},"country":"ML","type":"organisation","observer":false,"delegates":5}');
INSERT INTO change VALUES(4,1700000004000,2,X'01010101010101010101010101010101',2,X'ad3a7d301b86c26c',4,X'96252a87d1422f27c107c98349aa2882616858e491a9ca4e2c64d7f992414636',X'72f4527505d1055e9e3ba7c6e0062d8f7e6e72514e851d02b76e007ca83141b4',X'04040404040404040404040404040404','person.create','{"name":"name éّ ''%\\","role":"delegate","delegation":3,"head":true,"language":"ar","mode":"in_room","contact":"contact éّ ''%\\"}');
INSERT INTO change VALUES(5,1700000005000,2,X'01010101010101010101010101010101',3,X'22ffdd5ce9f3bcc1',5,X'ecabc04c03c1faadf939be6ea48acdda2570b08b4c18157ed50f560c3d10a72c',X'76bdef6c617eb1545faf77c2b4d3e85808ebe28eb192a9e5c9af990cddbf8110',X'05050505050505050505050505050505','delegation.create','{"name":{"ar":"العربية name","fr":"name, en français","src":"fr"},"country":"ML","type":"organisation","observer":false,"delegates":5}');
INSERT INTO change VALUES(6,1700000006000,2,X'01010101010101010101010101010101',4,X'7b1e3be3223f8487',6,X'853f8fe0c9f800e2ee7fb96c61e528c5e083ea63f3dae6a10afc4282012ab2b9',X'e0491eec48cba5670f90787a37b0385702da25d07c09e5bd3aa1eddaf1fa0de5',X'06060606060606060606060606060606','person.create','{"name":"name éّ ''%\\","role":"delegate","delegation":5,"head":true,"language":"ar","mode":"in_room","contact":"contact éّ ''%\\"}');
INSERT INTO change VALUES(7,1700000007000,2,X'01010101010101010101010101010101',5,X'b948e70e774f985e',7,X'874d68b4cd22c2bdb5ddcad0db4a583dbd5eda4477e0387648cb43581d56a0f0',X'fd356a403efaaeb81238b947a51a60d94b431ec353019bff954e2d7c4f559ba7',X'07070707070707070707070707070707','delegation.create','{"name":{"ar":"العربية name","fr":"name, en français","src":"fr"},"country":"ML","type":"organisation","observer":true,"delegates":5}');
INSERT INTO change VALUES(8,1700000008000,2,X'01010101010101010101010101010101',6,X'2a4bb25d511030b7',8,X'0286a32f4f5e8e237cd693ce4997c5ec4adb9da9a777f1393ae12534bb3ab852',X'aec27c9fd3006709c2ef9c8cd4cedbd799883e75a6921a7c24c6dd64a2478ef6',X'08080808080808080808080808080808','person.create','{"name":"name éّ ''%\\","role":"observer","delegation":0,"head":true,"language":"ar","mode":"in_room","contact":"contact éّ ''%\\"}');
INSERT INTO change VALUES(9,1700000009000,2,X'01010101010101010101010101010101',7,X'53385859c5730154',8,X'4f59b5b45391fb09f328416adfd61c5a5d532a7c6cc6ada1ac8635b5afcc2e7b',X'e8f4154eb9d3e3c014c52a104f1091a2a42554ec2ca907071cef8f8ae56c294f',X'09090909090909090909090909090909','person.remove','{"id":8}');
INSERT INTO change VALUES(10,1700000010000,0,NULL,0,X'f879d893038ddb90',9,X'ff964e210411da86e7bb17ea47b4b7526d680ef2a82b571b855631c5183e41cb',X'7dbe2c4e6c538407bf4b54a520d332fce240e477b9407110f36dc498fc7dde87',X'0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a','person.join','{"name":"Guest","guest":true}');
INSERT INTO change VALUES(11,1700000011000,2,X'01010101010101010101010101010101',8,X'ad3a7d301b86c26c',10,X'7a7463fb652d618b7467f173f6d4bb05a8a2421ef15a2550a6b4b9c98de75cdb',X'f08e682640a7a9130bea91e2ea7cedfe731e284627cb11dff00e36da74fa1a0c',X'0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b','person.create','{"name":"name éّ ''%\\","role":"delegate","delegation":3,"head":true,"language":"ar","mode":"in_room","contact":"contact éّ ''%\\"}');
INSERT INTO change VALUES(12,1700000012000,2,X'01010101010101010101010101010101',9,X'887d98bebb1d2a7e',10,X'5e951724a84f2e590f8233da125292701442d036fa137b40ba4837344066e401',X'd64db0a2844948ccbe9517e1a89a75aa1e2317e00835167ccb7fb6b7ec867313',X'0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c','person.edit','{"id":10,"role":"rapporteur"}');
INSERT INTO change VALUES(13,1700000013000,2,X'01010101010101010101010101010101',10,X'357e433b98f4a396',0,X'f7d63c9899d50ef569837db2cce55d0b56088ce2b80dadcac159457c65865ed6',X'267f76b9201bc35344c057dd1345d70eaa918e3212cf433fbc5eb680d72448e0',X'0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d','workshop.live','{}');
INSERT INTO change VALUES(14,1700000014000,2,X'01010101010101010101010101010101',11,X'665902abfefffda0',11,X'84f6bc227d9af2f6c881e517b4f99418e3e3d4b7b5797526daceed32a88e0dbb',X'5dbc290c7c0e17bd6095c87552bad12b78760a97c08dc3163a03ec3ea3f052af',X'0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e','item.create','{"day":1,"start":"08:30","minutes":5,"kind":"presentation","title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"presenter":"presenter éّ ''%\\","fixed":true,"notes":{"ar":"العربية notes","fr":"notes, en français","en":"notes \"in\" English 🌍","src":"en"},"staff_notes":"staff_notes éّ ''%\\","link":"https://example.org/room?a=1&b=%20"}');
INSERT INTO change VALUES(15,1700000015000,2,X'01010101010101010101010101010101',12,X'd55596943282c94f',12,X'2b221fcd81dcbe25d6eb8875f95d725339ce08f78e9dd6acdbb6c0e84593d4ae',X'f61e3e70f3ffadeddb5a47e91ea5f2f024372b3a311f6291784bedb94e7b342c',X'0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f','item.create','{"day":2,"start":"08:30","minutes":5,"kind":"presentation","title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"presenter":"presenter éّ ''%\\","fixed":true,"notes":{"ar":"العربية notes","fr":"notes, en français","en":"notes \"in\" English 🌍","src":"en"},"staff_notes":"staff_notes éّ ''%\\","link":"https://example.org/room?a=1&b=%20"}');
INSERT INTO change VALUES(16,1700000016000,2,X'01010101010101010101010101010101',13,X'cc46ecb6f9a279fd',13,X'b99523a74474ea18d17f8ea1fe0079d3099cba8dd26c98d2aef9a377ae7ee1d1',X'fad107dfb9fec592dd1f1cb449a0c430b7f42d81b549aae731831d4482f68493',X'10101010101010101010101010101010','item.create','{"day":3,"start":"08:30","minutes":5,"kind":"presentation","title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"presenter":"presenter éّ ''%\\","fixed":true,"notes":{"ar":"العربية notes","fr":"notes, en français","en":"notes \"in\" English 🌍","src":"en"},"staff_notes":"staff_notes éّ ''%\\","link":"https://example.org/room?a=1&b=%20"}');
INSERT INTO change VALUES(17,1700000017000,2,X'01010101010101010101010101010101',14,X'9e6c75b3ef396b89',11,X'362b6f2f313b007c7ba8c2a54aaf0c7016ae82ed63ba03f8d43856726b99c54d',X'771b660dd9653bee67a46536a432dbc49743fae928b5a40a328f75be216fe75e',X'11111111111111111111111111111111','item.start','{"id":11}');
INSERT INTO change VALUES(18,1700000018000,2,X'01010101010101010101010101010101',15,X'3df1e005114e94e5',12,X'bffaa9fc56b47f4656d6f4ad616e3bc5b6ad3dcc3c45dd52bf54a697fbc45dbf',X'1a75ec48aabb7d70f5fb7dbafd8a12bc955a00c10205d8211dc571a6562e606e',X'12121212121212121212121212121212','item.start','{"id":12}');
INSERT INTO change VALUES(19,1700000019000,2,X'01010101010101010101010101010101',16,X'7f1fc4beb1a1350c',11,X'c81ea51c3d661e3ad25dcd9b092c2689a944b5bb9f0491e867356035b2d36005',X'413a5b2a34fa3e23f48027616576420e58f989a2b10dc7636d8fb9f8f001aa17',X'13131313131313131313131313131313','item.edit','{"id":11,"title":{"en":"Another title"}}');
INSERT INTO change VALUES(20,1700000020000,2,X'01010101010101010101010101010101',17,X'169fc9a9a37562e5',14,X'07a70a7ef6d39599809b3cda6c6aac36262e65c7ea1ac173126eb0102c2275d0',X'372be3efee6844d0ab016ddf2a08b7eabbcc120bd129e1b2e0874e2f6713f204',X'14141414141414141414141414141414','poll.create','{"item":12,"question":{"ar":"العربية question","fr":"question, en français","src":"fr"},"type":"single","secrecy":"named","unit":"person","points":5,"per_option_max":5,"min":5,"max":5,"labels":["peu, \"ou\" rien","كثير"]}');
INSERT INTO change VALUES(21,1700000021000,2,X'01010101010101010101010101010101',18,X'38b727a3fbd77956',15,X'6b35777d332452de2934b17189760fd5a9a0d38302be542354f95e6ca81227fe',X'7409281e7171d9404e85e2cbf69c8aa19677ce584b75f72fcf80c711a26216b9',X'15151515151515151515151515151515','option.create','{"poll":14,"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(22,1700000022000,2,X'01010101010101010101010101010101',19,X'38b727a3fbd77956',16,X'33502a59bbfe3e44425c2a2d8cf13f36412841aaf1348fbf81a988aaea83060c',X'b3a97cf0d549d04f8c4d14eeff00fe2a6e2d738395be23d4b910b3235dda74e5',X'16161616161616161616161616161616','option.create','{"poll":14,"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(23,1700000023000,2,X'01010101010101010101010101010101',20,X'fb58732297f65768',14,X'028ac4f1e8cef2010532b610ad0135bf14aec6fc7bdb1b0e005bc45e670c1c83',X'510dead14046c45c2157132cca588d13a7a7fd023e5ea7c8a2011aade42deb62',X'17171717171717171717171717171717','poll.open','{"id":14,"seconds":600}');
INSERT INTO change VALUES(24,1700000024000,4,X'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',1,X'f2bd6cde3198259c',17,X'f439e6726f6d14fa90d631015af428a1de463ccf838814895bec54938927fcc1',X'16874bd489b6a0a1242950056bfed069ece1d88d754e7b558768413001395159',X'18181818181818181818181818181818','ballot.cast','{"id":14,"option":15}');
INSERT INTO change VALUES(25,1700000025000,6,X'a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2',1,X'70945699e50366c7',18,X'8d4167625b30e3c13d8a21a44e730a976775e5411c9ff34cdc41e50c709a41c5',X'd7f29bb89bf5e2dbca438fda4174b0f516d177dd4d41c32fbf41cdf9eb9f8f83',X'19191919191919191919191919191919','ballot.cast','{"id":14,"option":16}');
INSERT INTO change VALUES(26,1700000026000,2,X'01010101010101010101010101010101',21,X'b70f047b8c9ee699',14,X'290a0072feaa06e8298cff3cd68b52e28731c914ccb4e2ae16861e0aeff00884',X'dbb038033939d8ee1c3ab1ed21259a3ec6a12280f1625e32012367087da76904',X'1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a','poll.close','{"id":14}');
INSERT INTO change VALUES(27,1700000027000,2,X'01010101010101010101010101010101',22,X'169fc9a9a37562e5',19,X'0ab0df9e027db3addc014dad412f844ff4098d6c739f6be11e391e032c7087b9',X'c5a1f6dc5a69bf7bfc404f177f9d14fbf52f529dbe922e50c0b324eefc2060bb',X'1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b1b','poll.create','{"item":12,"question":{"ar":"العربية question","fr":"question, en français","src":"fr"},"type":"single","secrecy":"named","unit":"person","points":5,"per_option_max":5,"min":5,"max":5,"labels":["peu, \"ou\" rien","كثير"]}');
INSERT INTO change VALUES(28,1700000028000,2,X'01010101010101010101010101010101',23,X'a843ca33f5e1618b',19,X'16943e9ace764a960c3e6aa519d8db5281ab10f7c3adcc80b45b9f0f31a4f0fe',X'97f04b2d2b49d875a0442364ea174374fa946141964bfa46cac46afb764e78f6',X'1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c','poll.remove','{"id":19}');
INSERT INTO change VALUES(29,1700000029000,2,X'01010101010101010101010101010101',24,X'604390794b7d37aa',20,X'3c1f2c0200cb488c57c97c4656d59f0733c3c265eada452316d4b7b371c54eea',X'95223f7d1a43cdb9c734a3d9621d400e2ac2c6243c7e62e66c561d17f13ed222',X'1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d','poll.create','{"item":12,"question":{"ar":"العربية question","fr":"question, en français","src":"fr"},"type":"multiple","secrecy":"unattributed","unit":"delegation","points":5,"per_option_max":5,"min":5,"max":5,"labels":["peu, \"ou\" rien","كثير"]}');
INSERT INTO change VALUES(30,1700000030000,2,X'01010101010101010101010101010101',25,X'1f5fda5a1c0102e3',21,X'8c24bdb23411225f503d751a62882f5364f13b5cf70345266286af2b1cf7bbb8',X'c437a46a35d141d06f78180dbde40e1fbf070af429fd8976c3ce6c2bfbf1cbf8',X'1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e1e','option.create','{"poll":20,"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(31,1700000031000,2,X'01010101010101010101010101010101',26,X'e365013f519f6105',22,X'deb49ea8bf9df0b7d7ee3040e1e3bb1670f0e430c2f9e84e2e82dad2ffdb81a6',X'47319e29093100582d482777accb934abc21694175bb10332cbdcb630f909ef2',X'1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f','theme.create','{"title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"}}');
INSERT INTO change VALUES(32,1700000032000,2,X'01010101010101010101010101010101',27,X'790a8227d0da9b3c',23,X'2c500dc1e34dec17f20a7b763af9b4c89346458c9ef9039cac5878447d5c94d9',X'7216a75466a05db61d7653eb8aa2ae06756007660e9fec75a21495046f2f6716',X'20202020202020202020202020202020','action.create','{"theme":22,"title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"lead":3,"partners":[3,5],"due":"T+6 months","indicator":{"ar":"العربية indicator","fr":"indicator, en français","en":"indicator \"in\" English 🌍","src":"en"},"baseline":"baseline éّ ''%\\","target":"target éّ ''%\\","priority":"low"}');
INSERT INTO change VALUES(33,1700000033000,2,X'01010101010101010101010101010101',28,X'61031a18781cd0ad',24,X'6ecea689df7738222a32cf5e8b7eaa23032182d303628fce11098058f62d2324',X'e9bba9863b1ba0cc69c7c8940c7a22ef71981acf588b47c6661c6d7fc00fd089',X'21212121212121212121212121212121','recommendation.create','{"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(34,1700000034000,2,X'01010101010101010101010101010101',29,X'662b1fdffde9d865',23,X'e5220b60d8043ac237f9d9aaa5dbc97c34d634556ebfc65f69f5454e1b3093bc',X'69f4c2e54a770697fb918e54eb2b5d82bfe20304a2cfc3ec9a0afc45ccb10f91',X'22222222222222222222222222222222','action.adopt','{"id":23}');
INSERT INTO change VALUES(35,1700000035000,2,X'01010101010101010101010101010101',30,X'944f6fdf76c95340',24,X'f8edfe91bc69b4a7bfacd062ba110f32bacab400a431a4856b1c3c5e2e983767',X'4be34353a9964c0c1fb64db7a802ef99730778245ebf6be00cfae91ed7daa9e7',X'23232323232323232323232323232323','recommendation.adopt','{"id":24}');
INSERT INTO change VALUES(36,1700000036000,2,X'01010101010101010101010101010101',31,X'790a8227d0da9b3c',25,X'9e5e8f34e9096bbb2e7f93d9a81a39d6c2a46ed438eab08f48d38f8a6cdff0ed',X'5fe83a919387f2b5cdb3fd7cc8dbd23dbff4f5c5d845c16be45b90601a85ab0c',X'24242424242424242424242424242424','action.create','{"theme":22,"title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"lead":3,"partners":[3,5],"due":"T+6 months","indicator":{"ar":"العربية indicator","fr":"indicator, en français","en":"indicator \"in\" English 🌍","src":"en"},"baseline":"baseline éّ ''%\\","target":"target éّ ''%\\","priority":"low"}');
INSERT INTO change VALUES(37,1700000037000,2,X'01010101010101010101010101010101',32,X'61031a18781cd0ad',26,X'c5a07a332c2e2557ff87a20497ead78fdd6d42a4f844a75698b9aa3896f72b67',X'dc0d5ade88da6853c1f9e7c20994fd7f5c8dd58b21fe6c404d6569902dc40cd0',X'25252525252525252525252525252525','recommendation.create','{"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(38,1700000038000,2,X'01010101010101010101010101010101',33,X'59297225fabbe19d',25,X'fc6b5569eff17a341908845a08a748f8fac8cf9def4976528362c61c87fd996e',X'5a70f24917fd859c1188972d63b5730b6ec1fd75a822bce239ca0dfdf4cf5bae',X'26262626262626262626262626262626','action.remove','{"id":25}');
INSERT INTO change VALUES(39,1700000039000,2,X'01010101010101010101010101010101',34,X'790a8227d0da9b3c',27,X'0db92bf44b849af1158f0e45e20cc5bbe8efc2a87cf0e26351fc11e4dd9adfc5',X'316a2128e9e0fb7faadf9e573cb3edf32cc16ba2f9a5b71c9f0f8246443a6153',X'27272727272727272727272727272727','action.create','{"theme":22,"title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"lead":3,"partners":[3,5],"due":"T+6 months","indicator":{"ar":"العربية indicator","fr":"indicator, en français","en":"indicator \"in\" English 🌍","src":"en"},"baseline":"baseline éّ ''%\\","target":"target éّ ''%\\","priority":"low"}');
INSERT INTO change VALUES(40,1700000040000,2,X'01010101010101010101010101010101',35,X'61031a18781cd0ad',28,X'7e01d2ad38df81bff8ec4d51f49f2697acb528e569ba302f3ddd601a2c4fa4fb',X'421fd48f5bc0558bbfc68cb2890259319497425174a21d88cedfcb04a7286093',X'28282828282828282828282828282828','recommendation.create','{"text":{"ar":"العربية text","fr":"text, en français","src":"fr"}}');
INSERT INTO change VALUES(41,1700000041000,2,X'01010101010101010101010101010101',36,X'3deb7a16ad421d1f',29,X'019660a35334d3a8155bab7be4191aa382cf0429427fadf7b8cb684b9eb2df65',X'a4ad85772819676e2afe185254c6e9b72572ecb3cb1ecd3517333e2d46a57c08',X'29292929292929292929292929292929','meeting.create','{"title":{"ar":"العربية title","fr":"title, en français","en":"title \"in\" English 🌍","src":"en"},"starts":"2024-02-29T08:30","minutes":5,"repeat":"weekly","count":5}');
INSERT INTO change VALUES(42,1700000042000,2,X'01010101010101010101010101010101',37,X'44dade85580b0388',30,X'3eed1ac7b4e33aaec29f5ff4ecb3b013b8dd06ed868c0a1a8355b811fa8eefed',X'874ff4b15e5fdd3a38b8a8834196fc244a5c570232dfa1617ff30c8b9e5545a9',X'2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a','stakeholder.create','{"name":{"ar":"العربية name","fr":"name, en français","src":"fr"},"power":5,"interest":5,"attitude":"supportive"}');
INSERT INTO change VALUES(43,1700000043000,2,X'01010101010101010101010101010101',38,X'c4855a8cde825c72',0,X'4d67d4367f6802549cf1ca583ae826f556b5f6f56394db99fa6990fe51654487',X'b3e7e9305617a28af73fd4edc52bb9d383f5c2cf8e4d267f9d0253763dffa820',X'2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b','workshop.close','{}');
CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY,   -- the id it had
    kind TEXT NOT NULL,       -- the table it stood in
    seq INTEGER NOT NULL      -- number of the change that removed it
) STRICT;
INSERT INTO tombstone VALUES(8,'person',9);
INSERT INTO tombstone VALUES(19,'poll',28);
INSERT INTO tombstone VALUES(25,'action',38);
CREATE TABLE workshop (
    id INTEGER PRIMARY KEY,         -- unique across all tables, never used again
    seq INTEGER NOT NULL,           -- number of the change that last touched it
    name TEXT,                      -- a short name, used for files
    -- the full title
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,                  -- in Arabic
    title_fr TEXT,                  -- in French
    title_en TEXT,                  -- in English
    title_source TEXT,              -- the language it was first written in
    title_revs TEXT,                -- [S,AR,FR,EN]: revision of the source, of each text
    place TEXT,                     -- where it takes place
    mode TEXT NOT NULL,             -- hybrid, in_room or remote
    time_zone TEXT,                 -- the zone its times are in
    starts_on TEXT,                 -- first day: YYYY-MM-DD
    ends_on TEXT,                   -- last day: YYYY-MM-DD
    languages TEXT,                 -- working languages, the first preferred: ["en",...]
    source TEXT,                    -- where the content comes from
    series_name TEXT,               -- the series of workshops it belongs to
    series_number INTEGER NOT NULL, -- its number in the series
    series_of INTEGER NOT NULL,     -- how many workshops the series has
    state TEXT NOT NULL,            -- preparing, live or closed
    item INTEGER,                   -- the agenda item now on stage (item.id)
    live_at INTEGER,                -- when it went live (ms since 1970 UTC)
    closed_at INTEGER               -- when it was closed (ms since 1970 UTC)
) STRICT;
INSERT INTO workshop VALUES(1,43,'name éّ ''%\','العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','place éّ ''%\','in_room','Africa/Bamako','2024-02-29','2024-02-29','["fr","ar"]','source éّ ''%\','series_name éّ ''%\',5,5,'closed',NULL,1700000013000,1700000043000);
CREATE TABLE delegation (
    id INTEGER PRIMARY KEY,     -- unique across all tables, never used again
    seq INTEGER NOT NULL,       -- number of the change that last touched it
    -- the administration or organisation
    name TEXT GENERATED ALWAYS AS (coalesce(
        CASE name_source WHEN 'ar' THEN name_ar WHEN 'fr' THEN name_fr ELSE name_en END,
        name_en, name_fr, name_ar)) VIRTUAL,
    name_ar TEXT,               -- in Arabic
    name_fr TEXT,               -- in French
    name_en TEXT,               -- in English
    name_source TEXT,           -- the language it was first written in
    name_revs TEXT,             -- [S,AR,FR,EN]: revision of the source, of each text
    country TEXT,               -- its country (ISO 3166-1)
    type TEXT NOT NULL,         -- member, organisation, private_sector or other
    observer INTEGER NOT NULL,  -- it observes and does not decide: 0 or 1
    delegates INTEGER NOT NULL, -- planned seats
    pos INTEGER NOT NULL        -- its place in the list
) STRICT;
INSERT INTO delegation VALUES(3,3,'العربية name','name, en français',NULL,'fr','[1,1,1,0]','ML','organisation',0,5,1048576);
INSERT INTO delegation VALUES(5,5,'العربية name','name, en français',NULL,'fr','[1,1,1,0]','ML','organisation',0,5,2097152);
INSERT INTO delegation VALUES(7,7,'العربية name','name, en français',NULL,'fr','[1,1,1,0]','ML','organisation',1,5,3145728);
CREATE TABLE person (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    name TEXT,              -- as the person wants to be called
    role TEXT NOT NULL,     -- facilitator, cofacilitator, rapporteur, delegate, expert, interpreter or observer
    delegation INTEGER,     -- the delegation the person speaks for (delegation.id)
    head INTEGER NOT NULL,  -- head of that delegation: 0 or 1
    language TEXT,          -- the language the person reads: ar, fr or en
    mode TEXT NOT NULL,     -- remote, in_room or phone
    contact TEXT,           -- for the secretariat
    guest INTEGER NOT NULL, -- came by the open code, not admitted yet: 0 or 1
    view INTEGER NOT NULL   -- grows when rights change
) STRICT;
INSERT INTO person VALUES(2,2,'Aminata','facilitator',NULL,0,NULL,'remote',NULL,0,0);
INSERT INTO person VALUES(4,4,'name éّ ''%\','delegate',3,1,'ar','in_room','contact éّ ''%\',0,0);
INSERT INTO person VALUES(6,6,'name éّ ''%\','delegate',5,1,'ar','in_room','contact éّ ''%\',0,0);
INSERT INTO person VALUES(9,10,'Guest','observer',NULL,0,NULL,'remote',NULL,1,0);
INSERT INTO person VALUES(10,12,'name éّ ''%\','rapporteur',3,1,'ar','in_room','contact éّ ''%\',0,1);
CREATE TABLE item (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    day INTEGER NOT NULL,     -- day of the workshop, from 1
    start TEXT,               -- planned start, in the zone of the workshop: HH:MM
    minutes INTEGER NOT NULL, -- planned length
    -- what the room does: opening, presentation, tour_de_table, discussion, case_study, groups, report_back,
    -- poll, drafting, adoption, break, calendar, evaluation or closing
    kind TEXT NOT NULL,
    -- what it is about
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    presenter TEXT,           -- who leads or speaks
    fixed INTEGER NOT NULL,   -- its start does not move: 0 or 1
    -- for everybody in the room
    notes TEXT GENERATED ALWAYS AS (coalesce(
        CASE notes_source WHEN 'ar' THEN notes_ar WHEN 'fr' THEN notes_fr ELSE notes_en END,
        notes_en, notes_fr, notes_ar)) VIRTUAL,
    notes_ar TEXT,            -- in Arabic
    notes_fr TEXT,            -- in French
    notes_en TEXT,            -- in English
    notes_source TEXT,        -- the language it was first written in
    notes_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    staff_notes TEXT,         -- for the facilitators
    link TEXT,                -- conference link, http or https
    state TEXT NOT NULL,      -- planned, running or done
    started_at INTEGER,       -- when it last started (ms since 1970 UTC)
    ended_at INTEGER,         -- when it last ended (ms since 1970 UTC)
    pos INTEGER NOT NULL      -- its place in its day
) STRICT;
INSERT INTO item VALUES(11,19,1,'08:30',5,'presentation','العربية title','title, en français','Another title','en','[2,1,1,2]','presenter éّ ''%\',1,'العربية notes','notes, en français','notes "in" English 🌍','en','[1,1,1,1]','staff_notes éّ ''%\','https://example.org/room?a=1&b=%20','done',1700000017000,1700000018000,1048576);
INSERT INTO item VALUES(12,43,2,'08:30',5,'presentation','العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','presenter éّ ''%\',1,'العربية notes','notes, en français','notes "in" English 🌍','en','[1,1,1,1]','staff_notes éّ ''%\','https://example.org/room?a=1&b=%20','done',1700000018000,1700000043000,1048576);
INSERT INTO item VALUES(13,16,3,'08:30',5,'presentation','العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','presenter éّ ''%\',1,'العربية notes','notes, en français','notes "in" English 🌍','en','[1,1,1,1]','staff_notes éّ ''%\','https://example.org/room?a=1&b=%20','planned',NULL,NULL,1048576);
CREATE TABLE poll (
    id INTEGER PRIMARY KEY,          -- unique across all tables, never used again
    seq INTEGER NOT NULL,            -- number of the change that last touched it
    item INTEGER,                    -- the agenda item it belongs to (item.id)
    -- what is asked
    question TEXT GENERATED ALWAYS AS (coalesce(
        CASE question_source WHEN 'ar' THEN question_ar WHEN 'fr' THEN question_fr ELSE question_en END,
        question_en, question_fr, question_ar)) VIRTUAL,
    question_ar TEXT,                -- in Arabic
    question_fr TEXT,                -- in French
    question_en TEXT,                -- in English
    question_source TEXT,            -- the language it was first written in
    question_revs TEXT,              -- [S,AR,FR,EN]: revision of the source, of each text
    -- how it is answered: single, multiple, yes_no_abstain, scale, ranking, points,
    -- open_text, words, number, date, consent or fist_to_five
    type TEXT NOT NULL,
    secrecy TEXT NOT NULL,           -- named, unattributed or secret
    unit TEXT NOT NULL,              -- person or delegation
    points INTEGER NOT NULL,         -- points each voter gives
    per_option_max INTEGER NOT NULL, -- most points for one option
    min INTEGER NOT NULL,            -- low end of a scale
    max INTEGER NOT NULL,            -- high end of a scale
    labels TEXT,                     -- words for the ends of a scale: ["...",...]
    state TEXT NOT NULL,             -- prepared, open or closed
    opened_at INTEGER,               -- when it was opened (ms since 1970 UTC)
    closes_at INTEGER,               -- when its timer closes it (ms since 1970 UTC)
    closed_at INTEGER,               -- when it was closed (ms since 1970 UTC)
    voters INTEGER NOT NULL,         -- ballots cast
    pos INTEGER NOT NULL             -- its place in the list
) STRICT;
INSERT INTO poll VALUES(14,26,12,'العربية question','question, en français',NULL,'fr','[1,1,1,0]','single','named','person',5,5,5,5,'["peu, \"ou\" rien","كثير"]','closed',1700000023000,1700000623000,1700000026000,2,1048576);
INSERT INTO poll VALUES(20,30,12,'العربية question','question, en français',NULL,'fr','[1,1,1,0]','multiple','unattributed','delegation',5,5,5,5,'["peu, \"ou\" rien","كثير"]','prepared',NULL,NULL,NULL,0,2097152);
CREATE TABLE option (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    poll INTEGER,           -- the poll it belongs to (poll.id)
    -- the answer
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    votes INTEGER NOT NULL, -- ballots for it
    pos INTEGER NOT NULL    -- its place in the poll
) STRICT;
INSERT INTO option VALUES(15,24,14,'العربية text','text, en français',NULL,'fr','[1,1,1,0]',1,1048576);
INSERT INTO option VALUES(16,25,14,'العربية text','text, en français',NULL,'fr','[1,1,1,0]',1,2097152);
INSERT INTO option VALUES(21,30,20,'العربية text','text, en français',NULL,'fr','[1,1,1,0]',0,1048576);
CREATE TABLE ballot (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    poll INTEGER,           -- the poll it was cast in (poll.id)
    person INTEGER,         -- who cast it (person.id)
    option INTEGER,         -- what was chosen (option.id)
    cast_at INTEGER         -- when it was last cast (ms since 1970 UTC)
) STRICT;
INSERT INTO ballot VALUES(17,26,14,4,15,1700000024000);
INSERT INTO ballot VALUES(18,26,14,6,16,1700000025000);
CREATE TABLE theme (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    -- what the actions under it are about
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,          -- in Arabic
    title_fr TEXT,          -- in French
    title_en TEXT,          -- in English
    title_source TEXT,      -- the language it was first written in
    title_revs TEXT,        -- [S,AR,FR,EN]: revision of the source, of each text
    pos INTEGER NOT NULL    -- its place in the plan
) STRICT;
INSERT INTO theme VALUES(22,31,'العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]',1048576);
CREATE TABLE action (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    theme INTEGER,          -- the theme it stands under (theme.id)
    -- what is to be done
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,          -- in Arabic
    title_fr TEXT,          -- in French
    title_en TEXT,          -- in English
    title_source TEXT,      -- the language it was first written in
    title_revs TEXT,        -- [S,AR,FR,EN]: revision of the source, of each text
    lead TEXT,              -- who answers for it, by name
    lead_id INTEGER,        -- the same as delegation.id
    partners TEXT,          -- who works on it as well: [ID,...] of delegation
    due TEXT,               -- by when: YYYY-MM-DD, T+6 months, or ongoing
    -- how progress is seen
    indicator TEXT GENERATED ALWAYS AS (coalesce(
        CASE indicator_source WHEN 'ar' THEN indicator_ar WHEN 'fr' THEN indicator_fr ELSE indicator_en END,
        indicator_en, indicator_fr, indicator_ar)) VIRTUAL,
    indicator_ar TEXT,      -- in Arabic
    indicator_fr TEXT,      -- in French
    indicator_en TEXT,      -- in English
    indicator_source TEXT,  -- the language it was first written in
    indicator_revs TEXT,    -- [S,AR,FR,EN]: revision of the source, of each text
    baseline TEXT,          -- the indicator today
    target TEXT,            -- the indicator when it is done
    priority TEXT NOT NULL, -- none, low, medium or high
    state TEXT NOT NULL,    -- draft or adopted
    adopted_at INTEGER,     -- when it was adopted (ms since 1970 UTC)
    pos INTEGER NOT NULL    -- its place under its theme
) STRICT;
INSERT INTO "action" VALUES(23,34,22,'العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','name, en français',3,'[3,5]','T+6 months','العربية indicator','indicator, en français','indicator "in" English 🌍','en','[1,1,1,1]','baseline éّ ''%\','target éّ ''%\','low','adopted',1700000034000,1048576);
INSERT INTO "action" VALUES(27,39,22,'العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','name, en français',3,'[3,5]','T+6 months','العربية indicator','indicator, en français','indicator "in" English 🌍','en','[1,1,1,1]','baseline éّ ''%\','target éّ ''%\','low','draft',NULL,2097152);
CREATE TABLE recommendation (
    id INTEGER PRIMARY KEY, -- unique across all tables, never used again
    seq INTEGER NOT NULL,   -- number of the change that last touched it
    -- what is recommended
    text TEXT GENERATED ALWAYS AS (coalesce(
        CASE text_source WHEN 'ar' THEN text_ar WHEN 'fr' THEN text_fr ELSE text_en END,
        text_en, text_fr, text_ar)) VIRTUAL,
    text_ar TEXT,           -- in Arabic
    text_fr TEXT,           -- in French
    text_en TEXT,           -- in English
    text_source TEXT,       -- the language it was first written in
    text_revs TEXT,         -- [S,AR,FR,EN]: revision of the source, of each text
    state TEXT NOT NULL,    -- draft or adopted
    adopted_at INTEGER,     -- when it was adopted (ms since 1970 UTC)
    pos INTEGER NOT NULL    -- its place in the list
) STRICT;
INSERT INTO recommendation VALUES(24,35,'العربية text','text, en français',NULL,'fr','[1,1,1,0]','adopted',1700000035000,1048576);
INSERT INTO recommendation VALUES(26,37,'العربية text','text, en français',NULL,'fr','[1,1,1,0]','draft',NULL,2097152);
INSERT INTO recommendation VALUES(28,40,'العربية text','text, en français',NULL,'fr','[1,1,1,0]','draft',NULL,3145728);
CREATE TABLE meeting (
    id INTEGER PRIMARY KEY,   -- unique across all tables, never used again
    seq INTEGER NOT NULL,     -- number of the change that last touched it
    -- what the meeting is
    title TEXT GENERATED ALWAYS AS (coalesce(
        CASE title_source WHEN 'ar' THEN title_ar WHEN 'fr' THEN title_fr ELSE title_en END,
        title_en, title_fr, title_ar)) VIRTUAL,
    title_ar TEXT,            -- in Arabic
    title_fr TEXT,            -- in French
    title_en TEXT,            -- in English
    title_source TEXT,        -- the language it was first written in
    title_revs TEXT,          -- [S,AR,FR,EN]: revision of the source, of each text
    starts TEXT,              -- its first start, in the zone of the workshop: YYYY-MM-DDTHH:MM
    minutes INTEGER NOT NULL, -- how long it lasts
    repeat TEXT NOT NULL,     -- none, weekly, monthly, quarterly or yearly
    count INTEGER NOT NULL,   -- how many times in all
    pos INTEGER NOT NULL      -- its place in the list
) STRICT;
INSERT INTO meeting VALUES(29,41,'العربية title','title, en français','title "in" English 🌍','en','[1,1,1,1]','2024-02-29T08:30',5,'weekly',5,1048576);
CREATE TABLE stakeholder (
    id INTEGER PRIMARY KEY,    -- unique across all tables, never used again
    seq INTEGER NOT NULL,      -- number of the change that last touched it
    -- who it is
    name TEXT GENERATED ALWAYS AS (coalesce(
        CASE name_source WHEN 'ar' THEN name_ar WHEN 'fr' THEN name_fr ELSE name_en END,
        name_en, name_fr, name_ar)) VIRTUAL,
    name_ar TEXT,              -- in Arabic
    name_fr TEXT,              -- in French
    name_en TEXT,              -- in English
    name_source TEXT,          -- the language it was first written in
    name_revs TEXT,            -- [S,AR,FR,EN]: revision of the source, of each text
    power INTEGER NOT NULL,    -- how much it can move, 1 to 5
    interest INTEGER NOT NULL, -- how much it cares, 1 to 5
    attitude TEXT NOT NULL,    -- unknown, supportive, mixed, neutral or opposed
    pos INTEGER NOT NULL       -- its place in the list
) STRICT;
INSERT INTO stakeholder VALUES(30,42,'العربية name','name, en français',NULL,'fr','[1,1,1,0]',5,5,'supportive',1048576);
COMMIT;
