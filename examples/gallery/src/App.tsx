import { AccountPage } from "./pages/AccountPage";
import { DrawingPage } from "./pages/DrawingPage";
import { FavouritesPage } from "./pages/FavouritesPage";
import { GalleryPage } from "./pages/GalleryPage";
import { SignInPage } from "./pages/SignInPage";
import { StoryPage } from "./pages/StoryPage";
import { TutorialPage } from "./pages/TutorialPage";
import { TutorialsPage } from "./pages/TutorialsPage";
import { Header } from "./parts/Header";
import { type Route, useRoute } from "./router";
import { useIsSignedIn } from "./session";

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
  if (!isSignedIn) return <SignInPage />;
  if (page === "drawings" && id !== undefined) return <DrawingPage id={id} />;
  if (page === "stories" && id !== undefined) return <StoryPage id={id} />;
  if (page === "favourites") return <FavouritesPage />;
  if (page === "account") return <AccountPage />;
  return <GalleryPage />;
}
