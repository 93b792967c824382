import Authoring
import Course
import Grading
import Laboratory

Program.main {
  ScreeningProcess.status(of: $0)
    ?? CourseCommandLine.run($0, commands: Commands.reader + [.grade] + Command.authoring)
}
