import { ApolloProvider } from "@apollo/client/react";
import { createApolloClient } from "novadraw-client/apollo";
import { lazy, Suspense } from "react";
import { AccountPage } from "./pages/AccountPage";
import { DrawingPage } from "./pages/DrawingPage";
import { FavouritesPage } from "./pages/FavouritesPage";
import { ForgotPage } from "./pages/ForgotPage";
import { GalleryPage } from "./pages/GalleryPage";
import { ResetPage } from "./pages/ResetPage";
import { SignInPage } from "./pages/SignInPage";
import { SignUpPage } from "./pages/SignUpPage";
import { StoryPage } from "./pages/StoryPage";
import { TutorialPage } from "./pages/TutorialPage";
import { TutorialsPage } from "./pages/TutorialsPage";
import { VerifyPage } from "./pages/VerifyPage";
import { Notice } from "./parts/Notice";
import type { Route } from "./router";
import { session } from "./session";

const client = createApolloClient("/graphql", session);
/** Children do not load what admins alone use. */
const AdminPages = lazy(() => import("./admin/AdminPages"));

interface Shown {
  readonly route: Route;
  readonly isSignedIn: boolean;
}

/** All that asks the API. It is loaded while the first text is read. */
export default function Pages(shown: Shown) {
  return (
    <ApolloProvider client={client}>
      <Page {...shown} />
    </ApolloProvider>
  );
}

/** Tutorials are for everyone. All else belongs to a child. */
function Page({ route: { page, id }, isSignedIn }: Shown) {
  if (page === "tutorials") return id === undefined ? <TutorialsPage /> : <TutorialPage id={id} />;
  if (page === "reset") return <ResetPage />;
  if (page === "verify") return <VerifyPage />;
  if (!isSignedIn && page === "signup") return <SignUpPage />;
  if (!isSignedIn && page === "forgot") return <ForgotPage />;
  if (!isSignedIn) return <SignInPage />;
  if (page === "drawings" && id !== undefined) return <DrawingPage id={id} />;
  if (page === "stories" && id !== undefined) return <StoryPage id={id} />;
  if (page === "favourites") return <FavouritesPage />;
  if (page === "account") return <AccountPage />;
  if (page === "admin" || page === "lessons" || page === "reads")
    return (
      <Suspense fallback={<Notice isLoading onAgain={() => undefined} />}>
        <AdminPages page={page} id={id} />
      </Suspense>
    );
  return <GalleryPage />;
}
