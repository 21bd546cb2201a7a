/** The part of the schema that the workloads ask, for the peers that write theirs in SDL. */
export const typeDefs = `
  enum Language { EN DE }
  type PageInfo { endCursor: String }
  type User { id: ID! name: String drawings(first: Int = 20): DrawingConnection! stories(first: Int = 20): StoryConnection! }
  type Tutorial { id: ID! subject: String! category: String! description(language: Language = EN): String steps: [TutorialStep!]! }
  type TutorialStep { stepNumber: Int! instructionEn: String! instructionDe: String! imageUrl: String! }
  type Drawing { id: ID! uploadedImageUrl: String tutorial: Tutorial stories(first: Int = 20): StoryConnection! }
  type Story { id: ID! title: String! storyTextEn: String! storyTextDe: String! drawing: Drawing }
  type DrawingConnection { nodes: [Drawing!]! }
  type TutorialConnection { nodes: [Tutorial!]! }
  type StoryConnection { nodes: [Story!]! totalCount: Int! pageInfo: PageInfo! }
  type Query {
    user(id: ID!): User
    story(id: ID!): Story
    stories(first: Int = 20, after: String): StoryConnection!
    tutorials(first: Int = 20): TutorialConnection!
  }
`;
