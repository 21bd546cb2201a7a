import { Notice } from "../parts/Notice";
import type { Route } from "../router";
import { AccountsPage } from "./AccountsPage";
import { LessonPage } from "./LessonPage";
import { LessonsPage } from "./LessonsPage";
import { OneAccountPage } from "./OneAccountPage";
import { ReadsPage } from "./ReadsPage";

/** The pages of admins. The API answers FORBIDDEN to anybody else, and the page says so. */
export default function AdminPages({ page, id }: Route) {
  if (page === "lessons") return id === undefined ? <LessonsPage /> : <LessonPage id={id} />;
  if (page === "reads") return <ReadsPage {...(id !== undefined && { id })} />;
  if (page === "admin") return id === undefined ? <AccountsPage /> : <OneAccountPage id={id} />;
  return <Notice isLoading={false} onAgain={() => undefined} />;
}
