"""Words for two people to compare aloud. Short, calm, plain, and different to the ear.

No word here may wound, frighten, flirt or joke, alone or beside any other; none sounds like another.
Changing or reordering the list changes what an open room shows: append only.
"""

WORDS: tuple[str, ...] = tuple(
    """
    acorn almond amber anchor apple apricot april apron artist aspen atlas autumn bagel bakery balcony
    bamboo banjo barley basil basket beacon bicycle birch biscuit blanket blossom blue bluebell bridge
    bronze brook bucket button cabin cactus calendar camera candle canvas canyon caramel cardinal carpet
    carrot castle cedar cello chestnut chimney cinnamon citrus clarinet cloud clover cobalt
    compass copper coral corner cottage crayon cricket cushion cypress daffodil daisy diamond dolphin
    dragonfly drawing driftwood eagle easel echo eleven emerald engine evening evergreen falcon feather
    fennel fern ferry fiddle finch flagstone flannel flute forest friday galaxy garden garlic gazelle
    geranium ginger giraffe glacier glove golden gondola granite green guitar hammock harbor harvest
    hazel hedge helmet hickory hillside horizon island ivory jacket jasmine jigsaw journal juniper kayak
    kettle kitchen kite ladder lagoon lamp lantern lavender leaf lemon lentil lettuce library lilac
    linen lobster lotus magnet magnolia mango maple market meadow melody meteor midnight mint mirror
    mitten monday mosaic mountain mulberry mural museum mushroom music napkin nectar needle nickel north
    notebook nutmeg oasis oatmeal ocean october olive opal orange orbit orchard orchid otter paddle
    pancake panda paper parade parcel parsley pasture pebble pelican pencil penguin piano picnic pigeon
    pine planet plum pocket pond poplar porch postcard potato pottery prairie purple puzzle
    quartz quilt rabbit radio radish rainbow raisin raven ribbon river robin rooftop rosemary rowan ruby
    saffron sailor salmon sandal sapphire saturday scarf seagull seashell silver sketch skylark slate
    sparrow spinach spiral spring spruce squirrel starlight stone stream summer sundial sunflower
    sycamore table tandem tapestry teacup teapot terrace thistle thursday tiger timber tomato topaz
    tractor trolley trumpet tulip tunnel turquoise turtle umbrella valley vanilla velvet village violet
    wagon walnut walrus water wednesday wheat willow window winter wooden yarrow yogurt zebra zephyr
    zinnia
    """.split()  # noqa: SIM905 - a list of words is read as words
)
