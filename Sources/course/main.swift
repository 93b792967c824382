import Course
import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
exit(
  OtherProgram.status(of: arguments)
    ?? CourseCommandLine.run(arguments, commands: Command.loop + OtherProgram.commands))
