/* Element Plus: a day from a calendar, or typed. */
import "element-plus/es/components/base/style/css";
import "element-plus/es/components/date-picker/style/css";
export { ElDatePicker } from "element-plus/es/components/date-picker/index";
