"""First names and the short forms people go by, in families: any two of one family may be the same name.

Usual in England and Wales, from published lists of given names; a name may belong to several families.
"""

_FAMILIES = """
abdul abdal abdel
abigail abi abby gail
adam ad addy
aleksander alexander alex alec alexei sandy sasha xander lex aleksandr
alexandra alex lexi sandra sandy sasha alexa aleksandra
alan al allan allen alun
albert al bert bertie
alfred alf alfie fred
alison ali ally
amanda mandy
andrew andy drew andreas andrei andrzej
angela angie ange
ann anne anna annie anya hannah
anthony tony ant antony
arthur art artie
barbara barb babs
barnaby barney
beatrice bea trixie
benjamin ben benny benji
bernard bernie
brian bryan bri
bridget biddy bridie
cameron cam
caroline carol carrie caz
catherine cathy kathy kate katie kath katherine kathryn cath kat kitty catharine kathleen katarzyna kasia
charles charlie chas chuck
charlotte charlie lottie
christine chris chrissy tina christina kirsty
christopher chris kit kris topher
clifford cliff
clive cliv
cynthia cindy
daniel dan danny
danielle dani
david dave davey davy dai dafydd
dawn don
deborah deb debbie debra
denis dennis den
derek del derrick
desmond des
diane di diana dianne
donald don donny
dorothy dot dotty dolly
douglas doug dougie
duncan dunc
edward ed eddie ted teddy ned eduard
edwin ed eddie
eleanor ellie nell nora elinor
elizabeth liz lizzie beth betty bess eliza elsie libby lisa elisabeth betsy
emily em emmy
emma em
eric erik
ernest ernie
eugene gene
ffion fi
fiona fi
florence flo florrie
frances fran frankie
francis frank frankie
frederick fred freddie freddy
gabriel gabe
gareth gaz gary garry
geoffrey geoff jeff jeffrey
george georgie
gerald gerry jerry
gerard gerry jerry
gillian gill jill jillian
glyn glynn
gordon gord
graham graeme grahame
gregory greg
gwendoline gwen
harold harry hal
harriet hattie
harrison harry
helen nell ellen helena
henry harry hal hank
herbert herb bert
howard howie
hugh huw hughie
ian iain
ibrahim abraham abe
imogen immy
isabel bella izzy isabella isobel isabelle
isaac ike zac
jack jacky john
jacob jake jacub jakub
jacqueline jackie jacqui
james jim jimmy jamie jem
janet jan jane
jasmine jas yasmin
jason jase jay
jennifer jen jenny jenni
jeremy jerry jez jem
jessica jess jessie
joan joanie
joanne jo joanna
jonathan jon jonny johnathan jonathon johnny nathan
john jon johnny jack sean shaun shawn ian ivan jan johan juan evan ieuan
joseph joe joey jo yusuf josef youssef yousef
josephine jo josie
joshua josh
judith judy jude
julian jules
julie jules julia
karen kaz
karl carl
kenneth ken kenny
kevin kev
kimberley kim
laurence lawrence larry laurie lorenzo
lee leigh
leonard len lenny leo
leslie les lesley
lewis louis lou luis
lillian lily lil
linda lynda lyn
louise lou
lucy lu lucille
luke luca lucas lukas
lynn lyn lynne
malcolm mal malc
margaret maggie meg peggy marge margie madge rita greta mags
maria marie mary mariam maryam miriam molly polly
mark marc marcus markus
martin marty martyn
martha marty
matthew matt mat matty mathew
maurice mo morris
maximilian max
megan meg
melanie mel
melissa mel
michael mike mick mickey micky mikey michal mikhail
michelle shell shelly
mohammed mohamed muhammad mohammad mo mohd muhammed mehmet
mustafa mustapha
natalie nat
nathaniel nathan nat nate
nathan nate
neil neal niall
nicholas nick nicky nic nicolas nico nik
nicola nicky nic nikki
nigel nige
norman norm
oliver ollie olly
olivia liv livvy
osman usman uthman
oscar ozzy
owain owen
pamela pam
patricia pat patsy tricia trish
patrick pat paddy padraig
paul pavel pablo pawel
penelope penny
peter pete piotr pedro
philip phil phillip pip
phyllis phil
rachel rach rachael
raymond ray
rebecca becky becca bex
reginald reg reggie
rhys rees reece
richard rick ricky dick rich richie dickie
robert bob bobby rob robbie robin bert
roderick rod roddy
rodney rod
roger rodger rog
roland rowland rolly
ronald ron ronnie
rosemary rose rosie
roy royston
rupert rupe
russell russ
ruth ruthie
ryan rian
saeed said sayed syed
samantha sam sammy
samuel sam sammy
sandra sandy
sarah sara sally sadie
sean shaun shawn shane
sharon shaz
sidney sid sydney
simon si simeon
sophia sophie sofia
stanley stan
stephen steve steven stevie stefan steffan
stephanie steph stefanie
stuart stewart stu
susan sue susie suzanne sukie
sylvia sylvie
terence terry terrence tel
teresa theresa terry tess tessa
theodore ted teddy theo
thomas tom tommy tomas tomasz
timothy tim timmy
trevor trev
valerie val
veronica ronnie vera
victor vic
victoria vicky vic tori vikki
vincent vince vinny
vivian viv vivien vivienne
walter wally walt
wayne way
wendy wend
wilfred wilf
william will bill billy willie liam gwilym wiliam
winifred win winnie freda
yusuf yousuf youssef
zachary zac zach zak
"""


def families() -> dict[str, list[str]]:
    """Each name -> the families it belongs to, each named by its first."""
    found: dict[str, list[str]] = {}
    for line in _FAMILIES.split("\n"):
        words = line.split()
        for word in dict.fromkeys(words):
            found.setdefault(word, []).append(words[0])
    return found
