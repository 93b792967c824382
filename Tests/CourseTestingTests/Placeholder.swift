import XCTest

final class CourseTestingPlaceholderTests: XCTestCase {}
