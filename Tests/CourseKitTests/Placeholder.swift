import XCTest

final class CourseKitPlaceholderTests: XCTestCase {}
