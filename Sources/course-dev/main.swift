import Authoring
import Course
import Foundation
import Grading
import Laboratory

exit(
  CourseCommandLine.run(
    Array(CommandLine.arguments.dropFirst()),
    commands: Commands.reader + [.grade] + Command.authoring))
