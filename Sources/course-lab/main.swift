import Course
import Foundation
import Laboratory
import Tasks

exit(
  CourseCommandLine.run(
    Array(CommandLine.arguments.dropFirst()), commands: Commands.reader + [.devTrain]))
