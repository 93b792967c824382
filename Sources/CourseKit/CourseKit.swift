// CourseKit
