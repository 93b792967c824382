import Course
import Laboratory
import Tasks

Program.main { CourseCommandLine.run($0, commands: Commands.reader + [.devTrain, .devMilestone]) }
