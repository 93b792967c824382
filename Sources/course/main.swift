import CourseKit
import Foundation

exit(CourseCommandLine.run(Array(CommandLine.arguments.dropFirst())))
