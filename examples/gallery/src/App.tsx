import { lazy, Suspense } from "react";
import { FirstText } from "./parts/FirstText";
import { Header } from "./parts/Header";
import { LoadGuard } from "./parts/LoadGuard";
import { useRoute } from "./router";
import { useIsSignedIn } from "./session";

const Pages = lazy(() => import("./Pages"));

export function App() {
  const route = useRoute();
  const isSignedIn = useIsSignedIn();
  return (
    <>
      <Header route={route} isSignedIn={isSignedIn} />
      <main id="content" key={`${route.page}/${route.id ?? ""}/${isSignedIn}`}>
        <LoadGuard>
          <Suspense fallback={<FirstText />}>
            <Pages route={route} isSignedIn={isSignedIn} />
          </Suspense>
        </LoadGuard>
      </main>
    </>
  );
}
