/** A user's drawings and their stories, six levels deep: one request, one SQL statement. */
export const nestedQuery = `query MyDrawings {
  me {
    name
    drawings(first: 3) {
      totalCount
      nodes {
        uploadedImageUrl
        tutorial {
          subject
          description(language: DE)
        }
        stories(first: 2) {
          nodes {
            title
            storyText(language: EN)
            drawing {
              tutorial {
                steps {
                  stepNumber
                  instruction
                }
              }
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
`;

const signIn = (
  email: string,
  password: string,
) => `# Run this, then send the token as a header: {"Authorization": "Bearer <token>"}
mutation SignIn {
  signIn(input: {email: "${email}", password: "${password}"}) {
    token
    expiresAt
    user {
      name
    }
  }
}
`;

const tutorials = `query Tutorials {
  tutorialCategories {
    name
    tutorialCount
  }
  tutorials(first: 5, orderBy: {field: SUBJECT, direction: ASC}) {
    nodes {
      subject
      category
      description(language: DE)
      steps {
        stepNumber
        instruction(language: DE)
        imageUrl
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

const live = `# Its answer follows what changes, until it is stopped: rename the account in another tab, for example
subscription Live {
  live {
    me {
      id
      name
      stories(first: 3, filter: {isFavorite: true}) {
        nodes {
          id
          title
        }
      }
    }
  }
}
`;

/** The tabs that the playground opens with. Without an account it shows public data. */
export function playgroundTabs(account?: { email: string; password: string }) {
  if (!account) return [{ query: tutorials }];
  return [{ query: nestedQuery }, { query: signIn(account.email, account.password) }, { query: tutorials }, { query: live }];
}
