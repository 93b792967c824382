import Authoring
import Course
import Grading
import Laboratory

Program.main {
  CourseCommandLine.run($0, commands: Commands.reader + [.grade] + Command.authoring)
}
