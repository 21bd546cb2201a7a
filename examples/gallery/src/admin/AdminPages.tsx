import { Notice } from "../parts/Notice";
import type { Route } from "../router";
import { AccountsPage } from "./AccountsPage";
import { LessonPage } from "./LessonPage";
import { LessonsPage } from "./LessonsPage";
import { OneAccountPage } from "./OneAccountPage";

/** The pages of admins. Who is none gets FORBIDDEN from the API, and is told so. */
export default function AdminPages({ page, id }: Route) {
  if (page === "lessons") return id === undefined ? <LessonsPage /> : <LessonPage id={id} />;
  if (page === "admin") return id === undefined ? <AccountsPage /> : <OneAccountPage id={id} />;
  return <Notice isLoading={false} onAgain={() => undefined} />;
}
