// Read by Relay's compiler alone: it writes what the test asks.
import { graphql } from "relay-runtime";

export const query = graphql`
  query galleryQuery($count: Int!, $cursor: String) {
    drawings(first: $count, after: $cursor) @connection(key: "gallery_drawings") {
      edges {
        node {
          id
          uploadedImageUrl
          createdAt
        }
      }
    }
  }
`;

export const refetch = graphql`
  query galleryNodeQuery($id: ID!) {
    node(id: $id) {
      ... on Story {
        title
        storyText(language: DE)
      }
    }
  }
`;

export const live = graphql`
  subscription galleryLiveSubscription {
    live {
      me {
        id
        name
      }
    }
  }
`;
