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
import { Header } from "./parts/Header";
import { Notice } from "./parts/Notice";
import { type Route, useRoute } from "./router";
import { useIsSignedIn } from "./session";

/** Children do not load what admins alone use. */
const AdminPages = lazy(() => import("./admin/AdminPages"));

export function App() {
  const route = useRoute();
  const isSignedIn = useIsSignedIn();
  return (
    <>
      <Header route={route} isSignedIn={isSignedIn} />
      <main id="content" key={`${route.page}/${route.id ?? ""}/${isSignedIn}`}>
        <Page route={route} isSignedIn={isSignedIn} />
      </main>
    </>
  );
}

/** Tutorials are for everyone. All else belongs to a child. */
function Page({ route: { page, id }, isSignedIn }: { route: Route; isSignedIn: boolean }) {
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
  if (page === "admin" || page === "lessons")
    return (
      <Suspense fallback={<Notice isLoading onAgain={() => undefined} />}>
        <AdminPages page={page} id={id} />
      </Suspense>
    );
  return <GalleryPage />;
}
