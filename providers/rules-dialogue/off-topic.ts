/** What callers may say that is no business of the script: the class that keeps the others from claiming everything. */
export const OFF_TOPIC: readonly string[] = `
what is the weather like tomorrow
will it rain today
tell me a joke
who won the game last night
i like pizza with cheese
what is the capital of france
how old are you
do you love me
can you sing a song
i want to buy a car
where can i buy shoes
my dog is very big
the train was full this morning
what do you think about politics
who is the president
play some music
turn on the light
order a pizza for me
i am watching television
what is the meaning of life
how do i cook rice
the football match was great
i need a taxi to the airport
book me a flight to london
reserve a table for four
what is your favourite colour
do you speak french
can you lend me some money
i forgot my keys at home
my computer does not work
how far is the moon
i have to go shopping
tell me something about history
what is on television tonight
my neighbour is very loud
i would like to order a sandwich
can you translate this
how do i fix my bicycle
who wrote that book
the cat sat on the mat
i am hungry
i am bored
are you married
do you have children
what did you eat
is the earth round
i saw a nice movie
my internet is not working
where is my package
i want a refund for my order
i lost my password
can i return these shoes
what is the stock price
let us talk about something else
this is nonsense
blah blah blah
i do not know
i am not sure
it does not matter
`
  .trim()
  .split('\n');
