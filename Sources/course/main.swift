import Course

Program.main { arguments in
  OtherProgram.status(of: arguments)
    ?? CourseCommandLine.run(arguments, commands: Command.loop + OtherProgram.commands)
}
