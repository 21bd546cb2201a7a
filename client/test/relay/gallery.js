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

export const countQuery = graphql`
  query galleryCountQuery {
    me {
      drawings(first: 0) {
        totalCount
      }
      stories(first: 20, filter: { isFavorite: true }) {
        totalCount
        nodes {
          id
        }
      }
    }
  }
`;

export const create = graphql`
  mutation galleryCreateMutation {
    createDrawing(input: {}) {
      id
    }
  }
`;

export const deleteMany = graphql`
  mutation galleryDeleteMutation($ids: [ID!]!) {
    deleteDrawings(ids: $ids)
  }
`;

export const mark = graphql`
  mutation galleryMarkMutation($ids: [ID!]!, $isFavorite: Boolean!) {
    setStoriesFavorite(ids: $ids, isFavorite: $isFavorite) {
      id
      isFavorite
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
