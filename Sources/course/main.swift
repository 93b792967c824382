import Course
import Foundation
import Laboratory
import Tasks

let arguments = Array(CommandLine.arguments.dropFirst())
exit(
  Authors.status(of: arguments)
    ?? CourseCommandLine.run(arguments, commands: Commands.reader + [.devTrain] + Authors.commands))
