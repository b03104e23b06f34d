"""The web application (绩效自评报送): Django around the library; pages, people, the way of a form from the unit to approval."""
