/** Who asks, what for, and the operation; `$tutorial` and `$drawing` stand for ids. */
export type OrdinaryOperation = readonly [who: "anon" | "child" | "admin", what: string, query: string];

/** What an app and an admin tool ask: all of it is answered at the default limits. */
export const ordinaryOperations: readonly OrdinaryOperation[] = [
  [
    "child",
    "home: 20 tutorials + 10 own drawings + 5 favourites",
    `{ tutorials(first:20){nodes{id subject category thumbnailUrl totalSteps description(language:DE)}}
      drawings(first:10){totalCount nodes{id uploadedImageUrl tutorial{id subject}}}
      stories(first:5,filter:{isFavorite:true}){totalCount nodes{id title imageUrl isFavorite}} }`,
  ],
  [
    "anon",
    "catalogue 50",
    `{ tutorials(first:50){totalCount nodes{id subject category thumbnailUrl totalSteps
      description(language:DE)} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "anon",
    "catalogue 100, both languages",
    `{ tutorials(first:100){totalCount nodes{id subject category thumbnailUrl totalSteps descriptionEn
      descriptionDe} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "anon",
    "catalogue 50 with all steps, one language",
    `{ tutorials(first:50){nodes{id subject steps{id stepNumber imageUrl instruction(language:DE)}}
      pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "anon",
    "catalogue 20 with all steps, both languages",
    `{ tutorials(first:20){nodes{id subject steps{id stepNumber imageUrl instructionEn instructionDe}}
      pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "anon",
    "one tutorial with steps",
    `{ tutorial(id:"$tutorial"){id subject category totalSteps descriptionEn descriptionDe steps{id
      stepNumber instructionEn instructionDe imageUrl}} }`,
  ],
  [
    "child",
    "one tutorial + my drawings after it (20) with stories",
    `{ tutorial(id:"$tutorial"){id subject steps{stepNumber imageUrl instruction(language:DE)}
      drawings(first:20){totalCount nodes{id uploadedImageUrl stories(first:3){nodes{id title imageUrl
      isFavorite}}}}} }`,
  ],
  [
    "child",
    "my drawings 50 + story count + first 3 story heads",
    `{ me{drawings(first:50){totalCount nodes{id uploadedImageUrl editedImagesUrls createdAt tutorial{id
      subject} stories(first:3){totalCount nodes{id title imageUrl isFavorite}}} pageInfo { endCursor
      hasNextPage }}} }`,
  ],
  [
    "child",
    "my drawings 100 + story heads (default 20)",
    `{ me{drawings(first:100){totalCount nodes{id uploadedImageUrl createdAt tutorial{id subject}
      stories{totalCount nodes{id title imageUrl isFavorite}}} pageInfo { endCursor hasNextPage }}} }`,
  ],
  [
    "child",
    "my drawings 50 + full story texts (3 each)",
    `{ me{drawings(first:50){nodes{id uploadedImageUrl stories(first:3){nodes{id title imageUrl
      isFavorite createdAt storyText(language: DE)}}} pageInfo { endCursor hasNextPage }}} }`,
  ],
  [
    "child",
    "my drawings 20 + stories{storyText} default page",
    `{ me{drawings{nodes{id uploadedImageUrl stories{nodes{id title storyText(language:DE)}}}}} }`,
  ],
  [
    "child",
    "story list 50, one language",
    `{ stories(first:50){totalCount nodes{id title imageUrl isFavorite createdAt storyText(language: DE)}
      pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "child",
    "story list 100, one language",
    `{ stories(first:100){totalCount nodes{id title imageUrl isFavorite createdAt storyText(language:
      DE)} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "child",
    "story list 100, both languages",
    `{ stories(first:100){nodes{id title imageUrl isFavorite storyTextEn storyTextDe} pageInfo {
      endCursor hasNextPage }} }`,
  ],
  [
    "child",
    "favourites 100, both languages (offline reading)",
    `{ stories(first:100,filter:{isFavorite:true}){totalCount nodes{id title imageUrl isFavorite
      storyTextEn storyTextDe updatedAt} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "child",
    "drawing page: 20 stories, both texts",
    `{ drawing(id:"$drawing"){id uploadedImageUrl editedImagesUrls tutorial{id subject}
      stories(first:20){nodes{id title imageUrl isFavorite storyTextEn storyTextDe}}} }`,
  ],
  [
    "child",
    "drawing page + tutorial with steps",
    `{ drawing(id:"$drawing"){id uploadedImageUrl editedImagesUrls tutorial{id subject steps{stepNumber
      imageUrl instruction(language:DE)}} stories(first:20){nodes{id title imageUrl isFavorite createdAt
      storyText(language: DE)}}} }`,
  ],
  [
    "child",
    "the earlier test: me>drawings>stories>drawing>tutorial>steps",
    `{ me { drawings { totalCount nodes { stories { totalCount nodes { drawing { tutorial { steps {
      instruction(language: DE) } } } } } } } } }`,
  ],
  [
    "child",
    "the same with first: 10 / first: 5",
    `{ me { drawings(first:10) { totalCount nodes { stories(first:5) { totalCount nodes { drawing {
      tutorial { steps { instruction(language: DE) } } } } } } } } }`,
  ],
  [
    "child",
    "account page with counts and sessions",
    `{ me{id name email birthdate createdAt drawings(first:0){totalCount} stories(first:0){totalCount}
      favourites:stories(first:0,filter:{isFavorite:true}){totalCount} sessions{id createdAt lastUsedAt
      userAgent isCurrent} consents{id guardian givenAt}} }`,
  ],
  [
    "child",
    "sync since: 100 drawings + 100 stories (texts)",
    `{
      drawings(first:100,filter:{updatedAfter:"2026-01-01T00:00:00Z"},orderBy:{field:UPDATED_AT,direction:ASC}){nodes{id
      uploadedImageUrl editedImagesUrls updatedAt tutorial{id}} pageInfo { endCursor hasNextPage }}
      stories(first:100,filter:{updatedAfter:"2026-01-01T00:00:00Z"},orderBy:{field:UPDATED_AT,direction:ASC}){nodes{id
      title storyTextEn storyTextDe imageUrl isFavorite updatedAt drawing{id}} pageInfo { endCursor
      hasNextPage }} }`,
  ],
  [
    "child",
    "100 edges with cursors, nested edges 20",
    `{ drawings(first:100){edges{cursor node{id stories(first:20){edges{cursor node{id title}}
      pageInfo{endCursor hasNextPage}}}} pageInfo{endCursor hasNextPage}} }`,
  ],
  [
    "admin",
    "users table 20 + counts",
    `{ users(first:20){totalCount nodes{id email name role createdAt drawings(first:0){totalCount}
      stories(first:0){totalCount}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "admin",
    "users table 100 + counts",
    `{ users(first:100){totalCount nodes{id email name role createdAt drawings(first:0){totalCount}
      stories(first:0){totalCount}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "admin",
    "users table 100 + 4 counts each",
    `{ users(first:100){totalCount nodes{id email name role createdAt drawings(first:0){totalCount}
      told:drawings(first:0,filter:{hasStory:true}){totalCount} stories(first:0){totalCount}
      fav:stories(first:0,filter:{isFavorite:true}){totalCount}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "admin",
    "dashboard: 4 root counts",
    `{ users(first:0){totalCount} drawings(first:0){totalCount} stories(first:0){totalCount}
      tutorials(first:0){totalCount} }`,
  ],
  [
    "admin",
    "tutorial table 100 + drawing counts",
    `{ tutorials(first:100){totalCount nodes{id category subject totalSteps updatedAt
      drawings(first:0){totalCount}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "admin",
    "moderation: 100 stories with text, user, drawing",
    `{ stories(first:100){totalCount nodes{id title imageUrl isFavorite createdAt storyText(language: DE)
      user{id name} drawing{id uploadedImageUrl}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "admin",
    "export page: 100 tutorials, all steps, both languages",
    `{ tutorials(first:100){nodes{id category subject thumbnailUrl descriptionEn descriptionDe steps{id
      stepNumber instructionEn instructionDe imageUrl}} pageInfo { endCursor hasNextPage }} }`,
  ],
  [
    "anon",
    "the categories, with a page of one",
    `{ tutorialCategories{name tutorialCount} tutorials(first:24,filter:{category:"Animals"}){totalCount
      nodes{id subject thumbnailUrl}} }`,
  ],
  [
    "anon",
    "the newest tutorials, and those that have changed",
    `{ new:tutorials(first:12){nodes{id subject thumbnailUrl}}
      changed:tutorials(first:12,orderBy:{field:UPDATED_AT,direction:DESC}){nodes{id subject updatedAt}} }`,
  ],
  [
    "anon",
    "the last page of the catalogue",
    `{ tutorials(last:50){totalCount nodes{id subject thumbnailUrl description} pageInfo{startCursor
      hasPreviousPage}} }`,
  ],
  [
    "anon",
    "six shelves of tutorials",
    `{ animals:tutorials(first:20,filter:{category:"animals"}){totalCount nodes{id subject thumbnailUrl
      totalSteps}} plants:tutorials(first:20,filter:{category:"plants"}){totalCount nodes{id subject
      thumbnailUrl totalSteps}} food:tutorials(first:20,filter:{category:"food"}){totalCount nodes{id
      subject thumbnailUrl totalSteps}}
      vehicles:tutorials(first:20,filter:{category:"vehicles"}){totalCount nodes{id subject thumbnailUrl
      totalSteps}} fantasy:tutorials(first:20,filter:{category:"fantasy"}){totalCount nodes{id subject
      thumbnailUrl totalSteps}} people:tutorials(first:20,filter:{category:"people"}){totalCount nodes{id
      subject thumbnailUrl totalSteps}} }`,
  ],
  [
    "anon",
    "each step with its tutorial",
    `{ tutorials(first:100){nodes{steps{id stepNumber tutorial{id subject totalSteps}}}} }`,
  ],
  [
    "child",
    "my drawings 100 with all their edited pictures",
    `{ drawings(first:100){totalCount nodes{id uploadedImageUrl editedImagesUrls createdAt}
      pageInfo{endCursor hasNextPage}} }`,
  ],
  [
    "child",
    "drawings that wait for a story",
    `{ drawings(first:50,filter:{hasStory:false}){totalCount nodes{id uploadedImageUrl createdAt}} }`,
  ],
  [
    "child",
    "a month of drawings with their stories",
    `{
      drawings(first:100,filter:{createdAfter:"2026-01-01T00:00:00Z",createdBefore:"2030-01-01T00:00:00Z"}){totalCount
      nodes{id createdAt stories(first:5){nodes{id title isFavorite}}}} }`,
  ],
  [
    "child",
    "favourites by title",
    `{ stories(first:100,filter:{isFavorite:true},orderBy:{field:TITLE,direction:ASC}){totalCount
      nodes{id title imageUrl} pageInfo{endCursor hasNextPage}} }`,
  ],
  [
    "child",
    "stories 100 with their drawing, its pictures and its tutorial",
    `{ stories(first:100){nodes{id title storyText drawing{id uploadedImageUrl editedImagesUrls
      tutorial{id subject category thumbnailUrl}}} pageInfo{endCursor hasNextPage}} }`,
  ],
  [
    "child",
    "everything of an account on one page",
    `{ me{id name email drawings(first:100){totalCount nodes{id uploadedImageUrl editedImagesUrls}}
      stories(first:100){totalCount nodes{id title imageUrl isFavorite}} sessions{id createdAt lastUsedAt
      expiresAt userAgent isCurrent} consents{id guardian givenAt}} }`,
  ],
  [
    "child",
    "six counts at the root",
    `{ a:drawings(first:0){totalCount} b:drawings(first:0,filter:{hasStory:true}){totalCount}
      c:drawings(first:0,filter:{hasStory:false}){totalCount} d:stories(first:0){totalCount}
      e:stories(first:0,filter:{isFavorite:true}){totalCount}
      f:stories(first:0,filter:{isFavorite:false}){totalCount} }`,
  ],
  [
    "child",
    "a tutorial with what I drew after it, and the stories in full",
    `{ tutorial(id:"$tutorial"){subject steps{instruction imageUrl} drawings(first:50){totalCount
      nodes{id stories(first:20){nodes{id title storyTextEn storyTextDe}}}}} }`,
  ],
  [
    "child",
    "the catalogue with my own drawings of each",
    `{ tutorials(first:50){nodes{id subject thumbnailUrl drawings(first:3){totalCount nodes{id
      uploadedImageUrl}}}} }`,
  ],
  [
    "child",
    "nodes by id",
    `{ a:node(id:"$drawing"){id ... on Drawing{uploadedImageUrl stories{nodes{id title}}}}
      b:node(id:"$tutorial"){id ... on Tutorial{subject steps{imageUrl}}} }`,
  ],
  [
    "child",
    "both ends of a list",
    `{ first:stories(first:100){nodes{id title}} last:stories(last:100){nodes{id title}
      pageInfo{startCursor endCursor hasNextPage hasPreviousPage}} }`,
  ],
  [
    "child",
    "stories 100 with the steps of their tutorial",
    `{ stories(first:100){nodes{id title drawing{id tutorial{subject steps{stepNumber imageUrl
      instruction}}}}} }`,
  ],
  [
    "admin",
    "accounts 50 with their newest drawings and stories",
    `{ users(first:50){totalCount nodes{id email drawings(first:5){totalCount nodes{id uploadedImageUrl}}
      stories(first:5){totalCount nodes{id title}}} pageInfo{endCursor hasNextPage}} }`,
  ],
  [
    "admin",
    "moderation: 100 drawings with their pictures, account and stories",
    `{ drawings(first:100){totalCount nodes{id uploadedImageUrl editedImagesUrls createdAt user{id name
      email} tutorial{id subject} stories(first:10){nodes{id title storyText}}} pageInfo{endCursor
      hasNextPage}} }`,
  ],
  [
    "admin",
    "what has changed since yesterday",
    `{
      drawings(first:100,filter:{updatedAfter:"2026-01-01T00:00:00Z"},orderBy:{field:UPDATED_AT,direction:DESC}){totalCount
      nodes{id updatedAt user{id}}}
      stories(first:100,filter:{updatedAfter:"2026-01-01T00:00:00Z"},orderBy:{field:UPDATED_AT,direction:DESC}){totalCount
      nodes{id title updatedAt}} tutorials(first:100,orderBy:{field:UPDATED_AT,direction:DESC}){totalCount
      nodes{id subject updatedAt}} }`,
  ],
  [
    "admin",
    "the whole catalogue for an editor",
    `{ tutorials(first:100){totalCount nodes{id category subject totalSteps thumbnailUrl descriptionEn
      descriptionDe createdAt updatedAt drawings(first:0){totalCount} steps{id stepNumber instructionEn
      instructionDe imageUrl updatedAt}} pageInfo{endCursor hasNextPage}} }`,
  ],
];
